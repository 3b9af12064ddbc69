"""The catalogue for those who keep it: what is wrong with it, and what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rich.table import Table

from bot.catalogue.by_when import in_words
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.loader import examine
from bot.catalogue.model import Pledge, Scope, Service
from bot.catalogue.profile import Wording

NOTHING = "–"


def check(folder: Path) -> list[str]:
    """Return every problem of a profile, one line each, empty when it can be used."""
    catalogue, problems = examine(folder)
    found = [str(problem) for problem in problems]
    if catalogue is not None:
        for service in catalogue.services.values():
            found.extend(_promising_words(service, catalogue))
    return found


def _promising_words(service: Service, catalogue: Catalogue) -> Iterator[str]:
    for text in customer_texts(service):
        for banned in catalogue.profile.wording.never_say:
            if re.search(rf"\b{re.escape(banned)}\b", text, re.IGNORECASE):
                where = f"{catalogue.profile.name}/services/{service.id}.yml"
                yield f"{where}: '{banned}' promises without saying what, in: {text} Say a standard, or leave it out."


def customer_texts(service: Service) -> tuple[str, ...]:
    """Return every text of a service that can reach a customer, with its braces."""
    lines = (*service.will, *service.will_not, *service.bring, *service.who_pays, *service.steps)
    pledges = [text for pledge in service.pledges for text in (pledge.says, pledge.remedy.text) if text]
    exclusions = [line.text for pledge in service.pledges for line in pledge.exclusions]
    peers = [text for pledge in service.pledges for peer in pledge.peers for text in (peer.says, peer.differs) if text]
    hazards = [text for hazard in service.hazards.values() for text in (*hazard.say, hazard.then)]
    steps = [step.title for step in service.next]
    own = (service.title, service.who, service.in_short, service.remedy.text)
    return (*own, *(line.text for line in lines), *pledges, *exclusions, *peers, *hazards, *steps)


def show(catalogue: Catalogue, today: date) -> Table:
    """Return a table of every service and pledge in force on a day, for a terminal."""
    table = Table(title=f"{catalogue.profile.name}: {len(catalogue.services)} services", show_lines=True)
    for heading in ("service", "level", "pledge", "kind", "our standard", "source", "best elsewhere"):
        table.add_column(heading, overflow="fold")
    for service in catalogue.services.values():
        for number, pledge in enumerate(service.pledges):
            head = (service.id, service.level.value) if number == 0 else ("", "")
            table.add_row(*head, *pledge_cells(pledge, catalogue.profile.wording, today))
    return table


def pledge_cells(pledge: Pledge, wording: Wording, today: date) -> tuple[str, str, str, str, str]:
    """Return a pledge as cells: name, kind, standard, source, best elsewhere; an unverified figure says so."""
    standard = pledge.standard(today)
    peers = "; ".join(f"{peer.says} ({peer.holder}, {peer.origin.valid_from.year})" for peer in pledge.peers)
    if standard is None:
        return pledge.id, pledge.kind.value, NOTHING, NOTHING, peers or NOTHING
    limits = ", ".join(" ".join((in_words(entry.limit, wording), *_for_whom(entry.scope))) for entry in standard.limits)
    unsure = "" if standard.origin.verified else " (unverified: not told)"
    source = f"{standard.version}: {standard.origin.source.text}"
    return pledge.id, pledge.kind.value, limits + unsure, source, peers or NOTHING


def _for_whom(scope: Scope) -> tuple[str, ...]:
    areas, segments = (area.value for area in scope.areas), (segment.value for segment in scope.segments)
    return (*sorted(areas), *sorted(segments), *sorted(scope.classes))
