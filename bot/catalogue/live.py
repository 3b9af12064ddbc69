"""The catalogue as its files stand now: a changed figure changes the next answer, a broken file changes nothing."""

from __future__ import annotations

from pathlib import Path

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.loader import WORDING, load
from bot.catalogue.reader import CatalogueError

Marks = frozenset[tuple[str, int, int]]


class LiveCatalogue:
    """Reads a profile at once, and again when one of its files changed; raises CatalogueError only at the first read.

    `problem` is the mistake that keeps the newest files from being used, None when they are in use.
    """

    def __init__(self, profile_folder: Path) -> None:
        self._folder = profile_folder
        self._marks = self._look()
        self._catalogue = load(profile_folder)
        self.problem: CatalogueError | None = None

    def current(self) -> Catalogue:
        """Return the catalogue; costs one look at the files' times when nothing changed."""
        marks = self._look()
        if marks != self._marks:
            self._marks = marks
            try:
                self._catalogue, self.problem = load(self._folder), None
            except CatalogueError as error:
                self.problem = error
        return self._catalogue

    def _look(self) -> Marks:
        files = [*self._folder.glob("*.yml"), *self._folder.glob("services/*.yml"), *WORDING.glob("*.yml")]
        seen = [(path, path.stat()) for path in files]
        return frozenset((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in seen)
