"""What each class of supply needs to be asked, and which service of the catalogue it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from bot.backends.installations import SupplyClass

FILE = Path(__file__).with_name("supply_classes.yml")


@dataclass(frozen=True)
class ClassOfSupply:
    """A class of supply: its catalogue service, its usual customer, and its capacity where it is not asked."""

    service: str
    segment: str
    capacity_kw: Decimal | None

    @property
    def asks_capacity(self) -> bool:
        """True where the customer must say how much power they need."""
        return self.capacity_kw is None


@lru_cache(maxsize=2)
def classes(path: Path = FILE) -> dict[SupplyClass, ClassOfSupply]:
    """Return every class of supply as the file has it."""
    found = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["supply_classes"]
    return {
        SupplyClass(name): ClassOfSupply(
            entry["service"], entry["segment"], None if entry["capacity_kw"] == "ask" else Decimal(entry["capacity_kw"])
        )
        for name, entry in found.items()
    }
