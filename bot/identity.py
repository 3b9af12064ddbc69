"""Who may see an account: proof by account number and postcode, held in our own database, never in slots."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import sqlalchemy as sa
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from sqlalchemy.dialects import postgresql, sqlite

from bot.backends.billing import Billing
from bot.backends.errors import BackendError
from bot.clock import Clock
from bot.database import begin
from bot.identity_tables import attempts, proofs
from bot.settings import StartError

_LONGEST = 64


@dataclass(frozen=True)
class TryLimit:
    """So many wrong tries within `counted_over` close the door for `lock`."""

    wrong_tries: int
    counted_over: timedelta
    lock: timedelta


@dataclass(frozen=True)
class IdentityLimits:
    """The figures of a profile's identity.yml."""

    proof: timedelta
    conversation: TryLimit
    account: TryLimit


class Identity:
    """Proofs and tries; the same answer, False, for a wrong account, a wrong postcode and a locked door."""

    def __init__(self, engine: sa.engine.Engine, billing: Billing, clock: Clock, limits: IdentityLimits) -> None:
        self._engine = engine
        self._billing = billing
        self._clock = clock
        self._limits = limits

    async def prove(self, conversation_id: str, account_number: str, postcode: str) -> bool:
        """Say whether both belong together, and remember it; raise Unavailable when that cannot be seen now.

        The try is counted before billing is asked, so that tries made at once cannot pass the limit together;
        it is given back when it was right or when billing gave no answer.
        """
        number = account_number.strip()
        subjects = self._subjects(conversation_id, number)
        if not await asyncio.to_thread(self._take_try, subjects):
            return False
        try:
            verified = len(number) <= _LONGEST and await self._billing.verify(number, postcode.strip())
        except BackendError:
            await asyncio.to_thread(self._settle, subjects, None)
            raise
        if verified:
            await asyncio.to_thread(self._settle, subjects, (conversation_id, number))
        return verified

    async def proved_account(self, conversation_id: str) -> str | None:
        """Return the account proved in this conversation, while the proof holds."""
        return await asyncio.to_thread(self._proved_account, conversation_id)

    async def forget_old(self) -> None:
        """Delete what no longer counts: proofs that ended and tries that are forgotten."""
        await asyncio.to_thread(self._forget_old)

    def _subjects(self, conversation_id: str, number: str) -> Mapping[str, TryLimit]:
        # Spaces, dashes or full-width digits must not make a second account to guess at.
        plain = "".join(c for c in unicodedata.normalize("NFKC", number) if c.isalnum()).casefold()
        # Always in this order, so that two tries cannot wait for each other's rows.
        return {
            f"account:{plain[:_LONGEST]}": self._limits.account,
            f"conversation:{conversation_id}": self._limits.conversation,
        }

    def _take_try(self, subjects: Mapping[str, TryLimit]) -> bool:
        now = self._now()
        try:
            with begin(self._engine) as tx:
                for subject, limit in subjects.items():
                    _count_try(tx, subject, limit, now)
        except _LockedError:
            return False
        return True

    def _settle(self, subjects: Mapping[str, TryLimit], proof: tuple[str, str] | None) -> None:
        with begin(self._engine) as tx:
            for subject in subjects:
                mine = sa.and_(attempts.c.subject == subject, attempts.c.tries > 0)
                tx.execute(sa.update(attempts).where(mine).values(tries=attempts.c.tries - 1))
            if proof:
                conversation_id, number = proof
                row = {"conversation_id": conversation_id, "account_number": number, "proved_at": self._now()}
                tx.execute(_insert(tx, proofs).values(row).on_conflict_do_update(["conversation_id"], set_=row))

    def _proved_account(self, conversation_id: str) -> str | None:
        since = self._now() - self._limits.proof
        with begin(self._engine) as tx:
            found: str | None = tx.execute(
                sa.select(proofs.c.account_number)
                .where(proofs.c.conversation_id == conversation_id)
                .where(proofs.c.proved_at > since)
            ).scalar()
        return found

    def _forget_old(self) -> None:
        now = self._now()
        with begin(self._engine) as tx:
            tx.execute(sa.delete(attempts).where(attempts.c.forget_at <= now))
            tx.execute(sa.delete(proofs).where(proofs.c.proved_at <= now - self._limits.proof))

    def _now(self) -> datetime:
        # SQLite keeps no offset: what is compared in it must all be UTC.
        return self._clock.now().astimezone(timezone.utc)


class _LockedError(Exception):
    """The limit is reached; raised so that nothing of this try is kept."""


def _count_try(tx: sa.engine.Connection, subject: str, limit: TryLimit, now: datetime) -> None:
    """Add one try to a subject's row in one statement; raise when its limit was reached before."""
    mine = attempts.c.subject == subject
    tx.execute(sa.delete(attempts).where(mine, attempts.c.forget_at <= now))
    fresh = {"subject": subject, "tries": 0, "forget_at": now + limit.counted_over}
    tx.execute(_insert(tx, attempts).values(fresh).on_conflict_do_nothing())
    last = attempts.c.tries + 1 >= limit.wrong_tries
    counted = tx.execute(
        sa.update(attempts)
        .where(mine, attempts.c.tries < limit.wrong_tries)
        .values(tries=attempts.c.tries + 1, forget_at=sa.case((last, now + limit.lock), else_=attempts.c.forget_at))
    )
    if counted.rowcount == 0:
        raise _LockedError


def _insert(tx: sa.engine.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return (sqlite if tx.dialect.name == "sqlite" else postgresql).insert(table)


def read_limits(path: Path) -> IdentityLimits:
    """Read a profile's identity.yml; raise StartError naming the file, the key and the remedy."""
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        first = str(error).splitlines()[0]
        raise StartError(f"{path}: {first}. Copy the file from another profile and change its figures.") from error

    def minutes(section: str, key: str) -> timedelta:
        return timedelta(minutes=_figure(path, data, section, key))

    def limit(section: str) -> TryLimit:
        counted, lock = minutes(section, "counted_over_minutes"), minutes(section, "lock_minutes")
        return TryLimit(_figure(path, data, section, "wrong_tries"), counted, lock)

    return IdentityLimits(minutes("proof", "minutes"), limit("conversation"), limit("account"))


def _figure(path: Path, data: object, section: str, key: str) -> int:
    part = data.get(section) if isinstance(data, dict) else None
    figures = part if isinstance(part, dict) else {}
    if not isinstance(figures.get("source"), str):
        raise StartError(f"{path}: {section}.source is missing. Say where the figures of {section} come from.")
    figure = figures.get(key)
    if type(figure) is not int or not 0 < figure <= 525_600:
        raise StartError(f"{path}: {section}.{key} is not a whole number from 1 to 525600. Give it such a number.")
    return figure
