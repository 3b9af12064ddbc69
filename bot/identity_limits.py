"""How long a proof holds and how often one may be wrong: a profile's identity.yml as typed figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.catalogue.kinds import Unit
from bot.catalogue.reader import Item, Section, read_yaml

_TRUE_TIME = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
}


@dataclass(frozen=True)
class TryLimit:
    """So many wrong tries `within` a time close the door for the time of `lock`."""

    wrong_tries: int
    within: timedelta
    lock: timedelta


@dataclass(frozen=True)
class IdentityLimits:
    """How long a proof lasts, and the limits of one conversation and of one account over all conversations."""

    proof: timedelta
    conversation: TryLimit
    account: TryLimit


def read_limits(profile: Path) -> IdentityLimits:
    """Read identity.yml of a profile's folder; raise CatalogueError naming file, line, key and remedy."""
    file = read_yaml(profile / "identity.yml", profile).only("proof", "conversation", "account")
    proof = _sourced(file["proof"], "lasts")
    return IdentityLimits(_time(proof["lasts"]), _tries(file["conversation"]), _tries(file["account"]))


def _tries(item: Item) -> TryLimit:
    part = _sourced(item, "wrong_tries", "within", "lock")
    return TryLimit(_count(part["wrong_tries"]), _time(part["within"]), _time(part["lock"]))


def _sourced(item: Item, *figures: str) -> Section:
    part = item.section().only(*figures, "source")
    part["source"].text()
    return part


def _time(item: Item) -> timedelta:
    limit = item.limit()
    if limit.unit not in _TRUE_TIME:
        raise item.error(f"'{limit.unit.value}' does not fit here", "Count in minutes, hours or days")
    return limit.amount * _TRUE_TIME[limit.unit]


def _count(item: Item) -> int:
    text = item.text()
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 1000):
        raise item.error(f"'{text}' is no number of tries", "Write a whole number from 1 to 999")
    return int(text)
