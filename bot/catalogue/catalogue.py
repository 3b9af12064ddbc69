"""The catalogue as the rest of the house asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.catalogue.by_when import Words
from bot.catalogue.card import Card, build_card
from bot.catalogue.model import Hazard, Line, Service, Situation
from bot.catalogue.profile import Profile

OTHER_HAZARD = "other"


@dataclass(frozen=True)
class Catalogue:
    """A company's profile and its services by id."""

    profile: Profile
    services: Mapping[str, Service]

    def service(self, service_id: str) -> Service:
        """Return one service; raise KeyError naming it and those there are."""
        if service_id not in self.services:
            raise KeyError(f"no service '{service_id}' in profile '{self.profile.name}': {', '.join(self.services)}")
        return self.services[service_id]

    def card(
        self,
        service_id: str,
        customer: Situation,
        answer: str,
        facts: Mapping[str, str],
        shown_before: bool,
    ) -> Card:
        """Return the card of a service for one customer; see `bot.catalogue.card.build_card` for `facts`."""
        service = self.service(service_id)
        return build_card(service, self.profile, customer, answer, facts, shown_before=shown_before)

    def lines(self, lines: tuple[Line, ...], customer: Situation) -> tuple[str, ...]:
        """Return lines of a service (`bring`, `who_pays`, `steps`) as this customer is told them."""
        today = self.profile.calendar.local(customer.now).date()
        words = Words(self.profile, {})
        filled = (words.fill(line.text) for line in lines if line.shown_to(customer, today))
        return tuple(text for text in filled if text)

    def hazard(self, kind: str) -> Hazard:
        """Return what to say in a danger, phone numbers filled in; an unknown kind gets the advice for any danger."""
        known = {name: hazard for service in self.services.values() for name, hazard in service.hazards.items()}
        found = known.get(kind) or known[OTHER_HAZARD]
        words = Words(self.profile, {})
        say = tuple(words.fill(text) or "" for text in found.say)
        return Hazard(found.id, say, words.fill(found.then) or "", found.origin)
