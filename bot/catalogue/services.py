"""One service file turned into a Service."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.catalogue.entries import ORIGIN, SCOPE, Shelf, name_of
from bot.catalogue.kinds import Business, Level, Part, Segment
from bot.catalogue.model import Hazard, Next, Pledge, Service
from bot.catalogue.pledges import read_pledge
from bot.catalogue.reader import Item, Section

_KEYS = ("title", "part", "business", "level", "levels", "who", "open_to", "in_short", "facts", "will", "will_not")
_MORE_KEYS = ("bring", "who_pays", "steps", "pledges", "remedy", "next", "hazards")
_PAYLOAD = re.compile(r"/[a-z][a-z0-9_]*")


def read_service(service_id: str, section: Section, shelf: Shelf) -> Service:
    """Read a service; raise CatalogueError for the first mistake."""
    section.only(*_KEYS, *_MORE_KEYS)
    facts = frozenset(name_of(item) for item in section.items_or_none("facts"))
    shelf = shelf.with_words(facts)
    business, open_to = section.get("business"), section.get("open_to")
    service = Service(
        id=service_id,
        title=shelf.wording(section["title"]),
        part=section["part"].choice(Part),
        business=business.choice(Business) if business else None,
        level=section["level"].choice(Level),
        levels=_levels(section),
        who=shelf.wording(section["who"]),
        scope=shelf.scope(open_to.section().only(*SCOPE)) if open_to else shelf.scope(section),
        in_short=shelf.wording(section["in_short"]),
        will=shelf.lines(section, "will"),
        will_not=shelf.lines(section, "will_not"),
        bring=shelf.lines(section, "bring"),
        who_pays=shelf.lines(section, "who_pays"),
        steps=shelf.lines(section, "steps"),
        pledges=tuple(_pledge(item, shelf) for item in section["pledges"].items()),
        remedy=shelf.remedy(section["remedy"]),
        next=tuple(_next(item.section(), shelf) for item in section["next"].items()),
        facts=facts,
        hazards=_hazards(section, shelf),
    )
    _complete(service, section)
    return service


def _complete(service: Service, section: Section) -> None:
    for key, lines in (("will", service.will), ("will_not", service.will_not)):
        if not any(line.origin is None and line.scope == type(line.scope)() and "{" not in line.text for line in lines):
            raise section[key].error("no line holds for every customer", "Add one without segments, source or {words}")
    if not service.pledges:
        raise section["pledges"].error("a service without a word on time", "Add a pledge, if only kind: no_commitment")
    if not service.next:
        raise section["next"].error("no next step", "Add at least one button")


def _levels(section: Section) -> Mapping[Segment, Level]:
    given = section.get("levels")
    if given is None:
        return {}
    inner = given.section().only(*(segment.value for segment in Segment))
    return {Segment(name): inner[name].choice(Level) for name in inner}


def _next(section: Section, shelf: Shelf) -> Next:
    section.only("title", "payload", *SCOPE)
    payload = section["payload"]
    if not _PAYLOAD.fullmatch(payload.text()):
        raise payload.error(
            f"'{payload.text()}' is no intent", "Write a slash and the intent's name, as /report_outage"
        )
    return Next(shelf.wording(section["title"]), payload.text(), shelf.scope(section))


def _hazards(section: Section, shelf: Shelf) -> Mapping[str, Hazard]:
    given = section.get("hazards")
    if given is None:
        return {}
    hazards = {}
    for name in given.section():
        entry = given.section()[name].section().only("say", "then", *ORIGIN)
        say = tuple(shelf.words_with_figures(item) for item in entry["say"].items())
        if not say:
            raise entry["say"].error("nothing to say", "Write what keeps people safe, one sentence a line")
        hazards[name] = Hazard(name, say, shelf.words_with_figures(entry["then"]), shelf.origin(entry))
    return hazards


def _pledge(item: Item, shelf: Shelf) -> Pledge:
    """Read a pledge written here, or the name of one in pledges.yml."""
    if not item.is_text:
        section = item.section()
        return read_pledge(name_of(section["id"]), section, shelf)
    if item.text() not in shelf.pledges:
        known = ", ".join(sorted(shelf.pledges)) or "nothing yet"
        raise item.error(f"no pledge '{item.text()}'", f"Add it to pledges.yml, or use one of: {known}")
    return shelf.pledges[item.text()]
