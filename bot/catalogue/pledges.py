"""One pledge turned into the model, and held against what its kind needs."""

from __future__ import annotations

from bot.catalogue.entries import SCOPE, Shelf, name_of
from bot.catalogue.kinds import ClockKind, PromiseKind
from bot.catalogue.model import Pledge
from bot.catalogue.reader import Section

_PLEDGE = ("id", "says", "kind", "starts", "stops", "pauses", "before", "estimate", "standards", "peers")
_MORE_PLEDGE = ("exclusions", "remedy", *SCOPE)


def read_pledge(pledge_id: str, section: Section, shelf: Shelf) -> Pledge:
    """Read a pledge; raise CatalogueError for the first mistake."""
    section.only(*_PLEDGE, *_MORE_PLEDGE)
    kind = section["kind"].choice(PromiseKind)
    timed = kind in {PromiseKind.GUARANTEE, PromiseKind.TARGET_AVERAGE}
    limit = shelf.with_words(frozenset({"limit"}) if timed else frozenset())
    says, estimate = section.get("says"), section.get("estimate")
    pledge = Pledge(
        id=pledge_id,
        says=limit.wording(says) if says else "",
        kind=kind,
        starts=shelf.wording(section["starts"]) if timed else section.text_or("starts", ""),
        stops=shelf.wording(section["stops"]) if timed else section.text_or("stops", ""),
        pauses=section.text_or("pauses", ""),
        before=section.flag_or("before", otherwise=False),
        estimate=name_of(estimate) if estimate else "",
        standards=tuple(shelf.standard(item) for item in section.items_or_none("standards")),
        peers=tuple(shelf.peer(item) for item in section.items_or_none("peers")),
        exclusions=shelf.lines(section, "exclusions"),
        remedy=shelf.remedy(section["remedy"]),
        scope=shelf.scope(section),
    )
    _fitting(pledge, section, shelf)
    return pledge


def _fitting(pledge: Pledge, section: Section, shelf: Shelf) -> None:
    if pledge.kind in {PromiseKind.GUARANTEE, PromiseKind.TARGET_AVERAGE}:
        _timed(pledge, section)
    if pledge.kind is PromiseKind.ESTIMATE and (
        pledge.estimate not in shelf.words or f"{{{pledge.estimate}}}" not in pledge.says
    ):
        raise section["estimate"].error("the clause does not name the fact", "List it in 'facts' and use it in 'says'")
    clocks = {standard.limits[0].limit.unit.clock for standard in pledge.standards}
    if pledge.before and not clocks <= {ClockKind.ELAPSED, ClockKind.CALENDAR_DAYS}:
        raise section["before"].error("notice cannot be counted on this clock", "Give it in days, hours or minutes")
    for peer, item in zip(pledge.peers, section.items_or_none("peers"), strict=True):
        same = peer.kind.value == pledge.kind.value and clocks == {peer.clock}
        if not same and not peer.differs:
            raise item.error("a peer on another clock or of another kind", "Name the difference in 'differs'")


def _timed(pledge: Pledge, section: Section) -> None:
    if "{limit}" not in pledge.says:
        raise section["says"].error("the clause has no {limit}", "Say where the time stands in it")
    if not pledge.standards:
        raise section["standards"].error("no standard behind it", "Add one with its source, or use no_commitment")
    if pledge.kind is PromiseKind.GUARANTEE and not pledge.exclusions:
        raise section["exclusions"].error("a guarantee that excludes nothing", "Say when it does not hold")
