"""What a customer is told about time: the kind always named, no figure without a verified standard in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from bot.catalogue.due import due, limit_for
from bot.catalogue.kinds import Area, PromiseKind
from bot.catalogue.model import Limit, Origin, Peer, Pledge, Remedy, Service, Situation, Standard
from bot.catalogue.profile import Profile, Wording


@dataclass(frozen=True)
class Spoken:
    """One pledge as it can be told to this customer now."""

    pledge: Pledge
    kind: PromiseKind
    clause: str
    due: datetime | None = None
    standard: Standard | None = None
    whole: str = ""


@dataclass(frozen=True)
class ByWhen:
    """The card's answer to "by when"; `due` is told for guarantees and estimates only: an average binds no case.

    `short` is `text` without what is not covered.
    """

    text: str
    short: str
    kind: PromiseKind
    due: datetime | None
    measured_from: str | None
    remedy: Remedy
    spoken: tuple[Spoken, ...]


class Words:
    """Fills the braces of a line; a line that wants a word nobody gave is not said."""

    def __init__(self, profile: Profile, facts: dict[str, str]) -> None:
        self._words = {**profile.words, **facts}

    def fill(self, text: str, **more: str) -> str | None:
        """Return the line with its words, or None when one is missing."""
        try:
            return text.format_map({**self._words, **more})
        except KeyError:
            return None


def tell(
    service: Service, profile: Profile, situation: Situation, facts: dict[str, str], moments: dict[str, datetime]
) -> ByWhen:
    """Say by when, from the pledges that hold for this customer; the first of them gives kind, due and remedy."""
    words = Words(profile, facts)
    pledges = service.pledges if service.scope.may_fit(situation) else ()
    all_spoken = [
        _speak(pledge, profile, situation, words, moments) for pledge in pledges if pledge.scope.fits(situation)
    ]
    told = [s for s in all_spoken if s.kind is not PromiseKind.NO_COMMITMENT or s.whole] or all_spoken[:1]
    if not told:
        text = profile.wording.kinds[PromiseKind.NO_COMMITMENT]
        return ByWhen(text, text, PromiseKind.NO_COMMITMENT, None, None, service.remedy, ())
    first = told[0]
    bound = first.kind is not PromiseKind.NO_COMMITMENT
    groups = [list(group) for _, group in groupby(told, lambda spoken: spoken.kind)]
    short = " ".join(_sentence(group, profile, situation.now) for group in groups)
    return ByWhen(
        text=" ".join((short, *_not_covered(first, profile, situation, words))),
        short=short,
        kind=first.kind,
        due=first.due if first.kind is not PromiseKind.TARGET_AVERAGE else None,
        measured_from=words.fill(first.pledge.starts) if bound and first.pledge.starts else None,
        remedy=first.pledge.remedy if bound else service.remedy,
        spoken=tuple(told),
    )


def _speak(
    pledge: Pledge, profile: Profile, situation: Situation, words: Words, moments: dict[str, datetime]
) -> Spoken:
    nothing = PromiseKind.NO_COMMITMENT
    if pledge.kind is nothing:
        reason = words.fill(pledge.says) or ""
        return Spoken(pledge, nothing, reason)
    if pledge.kind is PromiseKind.ESTIMATE:
        clause = words.fill(pledge.says)
        if clause is None or moments.get(pledge.estimate, situation.now) < situation.now:
            return Spoken(pledge, nothing, "", whole=profile.wording.no_estimate)
        return Spoken(pledge, pledge.kind, clause, moments.get(pledge.estimate))
    standard = pledge.standard(profile.calendar.local(situation.start or situation.now).date())
    limit = _limit_in_words(standard, situation, profile.wording) if standard else None
    if standard is None or limit is None or not standard.origin.verified:
        return Spoken(pledge, nothing, "")
    clause = words.fill(pledge.says, limit=limit)
    if clause is None:
        return Spoken(pledge, nothing, "")
    return Spoken(pledge, pledge.kind, clause, due(pledge, situation, profile.calendar), standard)


def _limit_in_words(standard: Standard, situation: Situation, wording: Wording) -> str | None:
    """Say the customer's limit; when their area is not known, say the limit of each area it could be."""
    known = limit_for(standard, situation)
    if known is not None:
        return in_words(known, wording)
    possible = [
        wording.areas[area].format(limit=in_words(entry.limit, wording))
        for entry in standard.limits
        if entry.scope.may_fit(situation)
        for area in Area
        if area in entry.scope.areas
    ]
    return _listed(possible, wording.either) if possible else None


def in_words(limit: Limit, wording: Wording) -> str:
    """Say an amount of time: `1 working day`, `45 minutes`."""
    one, many = wording.units[limit.unit]
    return f"{limit.amount} {one if limit.amount == 1 else many}"


def _listed(parts: list[str], template: str) -> str:
    last = parts[-1]
    return last if len(parts) == 1 else template.format(first=", ".join(parts[:-1]), second=last)


def _sentence(group: list[Spoken], profile: Profile, now: datetime) -> str:
    wording, first = profile.wording, group[0]
    if first.kind is PromiseKind.NO_COMMITMENT:
        plain = wording.because.format(reason=first.clause) if first.clause else wording.kinds[first.kind]
        return first.whole or plain
    said = wording.kinds[first.kind].format(clauses=_listed([s.clause for s in group], wording.joint))
    ahead = first.due is not None and first.due >= now
    if first.kind is PromiseKind.GUARANTEE and first.due is not None and (ahead or not first.pledge.before):
        template = wording.due if ahead else wording.due_passed
        said = f"{said} {template.format(due=_due_in_words(first.due, first, profile, now))}"
    return said


def _not_covered(first: Spoken, profile: Profile, situation: Situation, words: Words) -> tuple[str, ...]:
    """Name what a guarantee does not cover: a guarantee without its conditions would promise too much."""
    today = profile.calendar.local(situation.now).date()
    shown = [words.fill(line.text) for line in first.pledge.exclusions if line.shown_to(situation, today)]
    told = " ".join(text for text in shown if text)
    return (profile.wording.not_covered.format(exclusions=told),) if told and first.standard else ()


def _due_in_words(moment: datetime, spoken: Spoken, profile: Profile, now: datetime) -> str:
    """Say a due time as fine as its clock: days for a clock of days, else the time of day."""
    unit = spoken.standard.limits[0].limit.unit if spoken.standard else None
    if unit is not None and "day" in unit.value:
        return profile.day(moment.date(), profile.calendar.local(now).date())
    return profile.moment(moment, now)


def best_peer(spoken: tuple[Spoken, ...], situation: Situation, day: date) -> Peer | None:
    """Return the first peer beside a told standard that is verified, in force and fits this customer."""
    for said in spoken:
        for peer in said.pledge.peers:
            if _shown(peer.origin, day) and peer.scope.fits(situation):
                return peer
    return None


def _shown(origin: Origin, day: date) -> bool:
    return origin.verified and origin.in_force(day)
