"""The pieces of a catalogue file turned into the model: lines, limits, standards, peers, remedies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from string import Formatter

from bot.catalogue.kinds import Area, ClockKind, PeerKind, RemedyKind, RemedyRoute, Segment
from bot.catalogue.model import Limit, LimitFor, Line, Origin, Payment, Peer, Pledge, Remedy, Scope, Source, Standard
from bot.catalogue.reader import Item, Section

SCOPE = ("segments", "areas", "classes")
ORIGIN = ("source", "valid_from", "valid_to", "verified")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Shelf:
    """What the files of a profile share: sources, remedies, pledges, and the words a line may take."""

    sources: Mapping[str, Source]
    remedies: Mapping[str, Remedy]
    words: frozenset[str]
    pledges: Mapping[str, Pledge] = field(default_factory=dict)

    def with_words(self, more: frozenset[str]) -> Shelf:
        """Return the same shelf with more words allowed in lines."""
        return replace(self, words=self.words | more)

    def scope(self, section: Section) -> Scope:
        """Read for whom something holds."""
        return Scope(
            frozenset(item.choice(Segment) for item in section.items_or_none("segments")),
            frozenset(item.choice(Area) for item in section.items_or_none("areas")),
            frozenset(name_of(item) for item in section.items_or_none("classes")),
        )

    def origin(self, section: Section) -> Origin:
        """Read what stands behind a figure."""
        key = section["source"]
        if key.text() not in self.sources:
            raise key.error(f"no source '{key.text()}'", "Add it to sources.yml, or name one that is there")
        ends = section.get("valid_to")
        starts = section["valid_from"].day()
        if ends is not None and ends.day() < starts:
            raise ends.error("it ends before it begins", "Put valid_to on or after valid_from")
        return Origin(self.sources[key.text()], starts, ends.day() if ends else None, section["verified"].flag())

    def wording(self, item: Item) -> str:
        """Read words for customers: no figure of their own, and only words in braces that somebody fills."""
        text = self.words_with_figures(item)
        if re.search(r"\d", re.sub(r"\{\w+\}", "", text)):
            raise item.error(
                "a figure without a source", "Write the line as {text, source, valid_from, verified}, or leave it out"
            )
        return text

    def words_with_figures(self, item: Item) -> str:
        """Read words for customers that may name a figure, because their source stands beside them."""
        text = item.text()
        try:
            wanted = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError as error:
            raise item.error("a brace is not closed", "Write {word}, or leave the brace out") from error
        for name in sorted(wanted - self.words):
            raise item.error(f"nobody fills {{{name}}}", f"Use one of: {', '.join(sorted(self.words))}")
        return text

    def line(self, item: Item) -> Line:
        """Read a line: plain words, or words with their scope and, when they name a figure, its source."""
        if item.is_text:
            return Line(self.wording(item))
        section = item.section().only("text", *SCOPE, *ORIGIN)
        if "source" not in section:
            return Line(self.wording(section["text"]), self.scope(section))
        return Line(self.words_with_figures(section["text"]), self.scope(section), self.origin(section))

    def lines(self, section: Section, key: str) -> tuple[Line, ...]:
        """Read a list of lines, empty when its key is not there."""
        return tuple(self.line(item) for item in section.items_or_none(key))

    def remedy(self, item: Item) -> Remedy:
        """Read the name of a remedy."""
        if item.text() not in self.remedies:
            known = ", ".join(sorted(self.remedies))
            raise item.error(f"no remedy '{item.text()}'", f"Add it to remedies.yml, or use one of: {known}")
        return self.remedies[item.text()]

    def standard(self, item: Item) -> Standard:
        """Read one version of our own standard: `within`, or `limits` by area, segment or class."""
        section = item.section().only("version", "within", "limits", *ORIGIN)
        if ("within" in section) == ("limits" in section):
            raise section.error("a standard needs one of 'within' and 'limits'", "Write 'within: 5 working days'")
        limits = (
            (LimitFor(section["within"].limit()),)
            if "within" in section
            else tuple(self._limit_for(entry.section()) for entry in section["limits"].items())
        )
        if len({entry.limit.unit.clock for entry in limits}) != 1:
            raise section["limits"].error("limits on different clocks", "Give all of them in units of one clock")
        return Standard(section["version"].text(), self.origin(section), limits)

    def _limit_for(self, section: Section) -> LimitFor:
        section.only("within", *SCOPE)
        return LimitFor(section["within"].limit(), self.scope(section))

    def peer(self, item: Item) -> Peer:
        """Read another company's figure."""
        section = item.section().only("holder", "says", "kind", "clock", "differs", *SCOPE, *ORIGIN)
        return Peer(
            section["holder"].text(),
            section["says"].text(),
            section["kind"].choice(PeerKind),
            section["clock"].choice(ClockKind),
            section.text_or("differs", ""),
            self.origin(section),
            self.scope(section),
        )

    def read_remedy(self, key: str, section: Section) -> Remedy:
        """Read a remedy of remedies.yml."""
        section.only("text", "kind", "route", "claim_within", "payments")
        kind, route = section["kind"].choice(RemedyKind), section["route"].choice(RemedyRoute)
        payments = tuple(self._payment(entry.section()) for entry in section.items_or_none("payments"))
        if (kind is RemedyKind.PAYMENT) != bool(payments):
            raise section["kind"].error(
                "kind and 'payments' do not agree", "A payment lists its payments, an action none"
            )
        claim = section.get("claim_within")
        return Remedy(key, self.wording(section["text"]), kind, route, claim.limit() if claim else None, payments)

    def _payment(self, section: Section) -> Payment:
        section.only("first", "further", "every", "cap", *SCOPE, *ORIGIN)
        if ("further" in section) != ("every" in section):
            raise section.error("'further' and 'every' go together", "Write both, or neither")
        further, every, cap = section.get("further"), section.get("every"), section.get("cap")
        return Payment(
            section["first"].money(),
            further.money() if further else section["first"].money() * 0,
            _elapsed(every) if every else None,
            cap.money() if cap else None,
            self.origin(section),
            self.scope(section),
        )


def name_of(item: Item) -> str:
    """Read a name made of small letters, digits and underscores."""
    if not _NAME.fullmatch(item.text()):
        raise item.error(f"'{item.text()}' is no name", "Use small letters, digits and underscores")
    return item.text()


def _elapsed(item: Item) -> Limit:
    if item.limit().unit.clock is not ClockKind.ELAPSED:
        raise item.error("a period of true time is needed", "Write minutes or hours")
    return item.limit()
