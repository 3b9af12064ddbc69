"""A service as one customer sees it now: built from the catalogue alone, shown as structure or as plain lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.catalogue.by_when import ByWhen, Words, best_peer, tell
from bot.catalogue.kinds import Level, PromiseKind
from bot.catalogue.model import Line, Peer, Service, Situation
from bot.catalogue.profile import Profile, Wording

VERSION = 1


@dataclass(frozen=True)
class Card:
    """What this customer will get, will not get, by when, and what follows a miss."""

    service: str
    title: str
    level: Level
    answer: str
    will: tuple[str, ...]
    will_not: tuple[str, ...]
    by_when: str
    kind: PromiseKind
    due: datetime | None
    measured_from: str | None
    best_elsewhere: str | None
    if_missed: str
    next: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    brief: str
    full: bool
    wording: Wording = field(repr=False, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the card as JSON-ready structure, version 1."""
        return {
            "version": VERSION,
            "service": self.service,
            "title": self.title,
            "level": self.level.value,
            "answer": self.answer,
            "will": list(self.will),
            "will_not": list(self.will_not),
            "by_when": {
                "text": self.by_when,
                "kind": self.kind.value,
                "due": self.due.isoformat() if self.due else None,
                "measured_from": self.measured_from,
            },
            "best_elsewhere": {"text": self.best_elsewhere} if self.best_elsewhere else None,
            "if_missed": self.if_missed,
            "next": [{"title": title, "payload": payload} for title, payload in self.next],
            "sources": [{"text": text} for text in self.sources],
            "brief": self.brief,
            "full": self.full,
        }

    def lines(self) -> list[str]:
        """Return the card as plain lines, the direct answer first; in one further line when it was shown before."""
        if not self.full:
            return [line for line in (self.answer, self.brief) if line]
        parts = {
            "will": " ".join(self.will),
            "will_not": " ".join(self.will_not),
            "by_when": self.by_when,
            "best_elsewhere": self.best_elsewhere or "",
            "if_missed": self.if_missed,
            "next": " · ".join(title for title, _ in self.next),
        }
        said = [
            self.wording.line.format(label=self.wording.labels[key], text=text) for key, text in parts.items() if text
        ]
        return [self.answer, *said] if self.answer else said


def build_card(
    service: Service,
    profile: Profile,
    situation: Situation,
    answer: str,
    facts: Mapping[str, str],
    *,
    shown_before: bool,
) -> Card:
    """Build the card of a service for one customer.

    `facts` are words from the backends by the names the service lists, ready to be shown; one written as an aware
    ISO 8601 moment is told in the profile's words. A line whose fact is missing is left out.
    """
    wording, today = profile.wording, profile.calendar.local(situation.now).date()
    moments = _moments(facts)
    known = {k: v for k, v in facts.items() if v} | {k: profile.moment(m, situation.now) for k, m in moments.items()}
    words = Words(profile, known)
    by_when = tell(service, profile, situation, known, moments)
    peer = best_peer(by_when.spoken, situation, today)
    will, will_not = (_shown(lines, situation, today, words) for lines in (service.will, service.will_not))
    level = service.level_for(situation)
    title = wording.titles[level].format(title=words.fill(service.title))
    open_to_them = service.scope.may_fit(situation)
    return Card(
        service=service.id,
        title=title,
        level=level,
        answer=answer,
        will=_said(will, words) if open_to_them else (wording.not_open.format(who=words.fill(service.who)),),
        will_not=_said(will_not, words),
        by_when=by_when.text,
        kind=by_when.kind,
        due=by_when.due,
        measured_from=by_when.measured_from,
        best_elsewhere=_best(peer, wording) if peer else None,
        if_missed=words.fill(by_when.remedy.text) or "",
        next=tuple((words.fill(n.title) or "", n.payload) for n in service.next if n.scope.fits(situation)),
        sources=_sources((*will, *will_not), by_when, peer, wording),
        brief=wording.brief.format(in_short=words.fill(service.in_short), by_when=by_when.short),
        full=not shown_before,
        wording=wording,
    )


def _moments(facts: Mapping[str, str]) -> dict[str, datetime]:
    found = {}
    for name, text in facts.items():
        try:
            moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError:
            continue
        if moment.utcoffset() is not None:
            found[name] = moment
    return found


def _shown(lines: tuple[Line, ...], situation: Situation, day: date, words: Words) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.shown_to(situation, day) and words.fill(line.text) is not None)


def _said(lines: tuple[Line, ...], words: Words) -> tuple[str, ...]:
    return tuple(words.fill(line.text) or "" for line in lines)


def _best(peer: Peer, wording: Wording) -> str:
    template = wording.peer_differs if peer.differs else wording.peer
    return template.format(holder=peer.holder, says=peer.says, year=peer.origin.valid_from.year, differs=peer.differs)


def _sources(lines: tuple[Line, ...], by_when: ByWhen, peer: Peer | None, wording: Wording) -> tuple[str, ...]:
    own = [
        wording.own_source.format(version=said.standard.version, source=said.standard.origin.source.text)
        for said in by_when.spoken
        if said.standard is not None
    ]
    backed = [line.origin.source.text for line in lines if line.origin is not None]
    other = [wording.peer_source.format(source=peer.origin.source.text)] if peer else []
    return tuple(dict.fromkeys((*own, *backed, *other)))
