"""What we offer and what we pledge: read from a profile's YAML, told as cards."""

from bot.catalogue.card import Card
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.loader import load
from bot.catalogue.model import Situation
from bot.catalogue.reader import CatalogueError

__all__ = ["Card", "Catalogue", "CatalogueError", "Situation", "load"]
