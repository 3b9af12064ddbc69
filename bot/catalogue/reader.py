"""YAML read with its line numbers: every mistake is one line naming file, line, key and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from typing import TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.catalogue.kinds import Unit
from bot.catalogue.model import Limit
from bot.settings import StartError

Choice = TypeVar("Choice", bound=Enum)
_LIMIT = re.compile(r"(\d{1,4}) (minute|hour|day|working day|service hour)s?")


class CatalogueError(StartError):
    """A mistake in the catalogue, told in one line: where it is, what is wrong, and what to do."""

    def __init__(self, file: str, line: int, key: str, problem: str, remedy: str) -> None:
        where = f"{file}:{line}: {key}" if key else f"{file}:{line}"
        super().__init__(f"{where}: {problem}. {remedy}.")
        self.file, self.line, self.key, self.problem, self.remedy = file, line, key, problem, remedy


class Item:
    """One value of a YAML file, with the line it stands on and the key that leads to it."""

    def __init__(self, node: Node, file: str, key: str) -> None:
        self.node, self.file, self.key = node, file, key

    @property
    def line(self) -> int:
        """The line the value begins on, counted from 1."""
        return int(self.node.start_mark.line) + 1

    def error(self, problem: str, remedy: str) -> CatalogueError:
        """Return the error for this value."""
        return CatalogueError(self.file, self.line, self.key, problem, remedy)

    @property
    def is_text(self) -> bool:
        """True for a single value, false for a list or a group of keys."""
        return isinstance(self.node, ScalarNode)

    def text(self) -> str:
        """Return a text that is not empty."""
        if not isinstance(self.node, ScalarNode) or not self.node.value.strip():
            raise self.error("a text is missing", "Write one line of words")
        return " ".join(str(self.node.value).split())

    def flag(self) -> bool:
        """Return true or false."""
        if self.text() not in {"true", "false"}:
            raise self.error(f"'{self.text()}' is neither true nor false", "Write true or false")
        return self.text() == "true"

    def day(self) -> date:
        """Return a date."""
        try:
            return date.fromisoformat(self.text())
        except ValueError as error:
            raise self.error(f"'{self.text()}' is no date", "Write it as 2024-03-31") from error

    def money(self) -> Decimal:
        """Return an amount that is not negative."""
        try:
            amount = Decimal(self.text())
        except InvalidOperation as error:
            raise self.error(f"'{self.text()}' is no amount", "Write it as 35 or 35.50") from error
        if not amount.is_finite() or amount < 0:
            raise self.error(f"'{self.text()}' is no amount", "Write it as 35 or 35.50")
        return amount

    def limit(self) -> Limit:
        """Return an amount of time."""
        found = _LIMIT.fullmatch(self.text())
        if found is None or int(found[1]) == 0:
            units = ", ".join(f"{unit.value}s" for unit in Unit)
            raise self.error(f"'{self.text()}' is no time limit", f"Write a whole number and one of: {units}")
        return Limit(int(found[1]), Unit(found[2]))

    def choice(self, kind: type[Choice]) -> Choice:
        """Return one of the values of an enumeration."""
        try:
            return kind(self.text())
        except ValueError as error:
            known = ", ".join(str(member.value) for member in kind)
            raise self.error(f"'{self.text()}' is not known here", f"Write one of: {known}") from error

    def items(self) -> list[Item]:
        """Return the entries of a list."""
        if not isinstance(self.node, SequenceNode):
            raise self.error("a list is missing", "Write one entry a line, each after '- '")
        return [Item(node, self.file, f"{self.key}[{n}]") for n, node in enumerate(self.node.value)]

    def section(self) -> Section:
        """Return a group of keys."""
        return Section(self.node, self.file, self.key)


class Section(Item):
    """A group of keys; a key that is asked for and missing, written twice, or not known is an error."""

    def __init__(self, node: Node, file: str, key: str) -> None:
        super().__init__(node, file, key)
        if not isinstance(node, MappingNode):
            raise self.error("a group of keys is missing", "Write 'key: value' lines")
        self._values: dict[str, Item] = {}
        for name, value in node.value:
            inner = Item(name, file, f"{key}.{name.value}" if key else str(name.value))
            if name.value in self._values:
                raise inner.error("this key stands twice", "Keep one of the two")
            self._values[str(name.value)] = Item(value, file, inner.key)
        self._names = {str(name.value): name for name, _ in node.value}

    def only(self, *known: str) -> Section:
        """Refuse every key that is not among the known ones."""
        for name in self._values:
            if name not in known:
                near = get_close_matches(name, known, 1)
                remedy = f"Did you mean '{near[0]}'" if near else f"Known here: {', '.join(known)}"
                raise Item(self._names[name], self.file, self._values[name].key).error("unknown key", remedy)
        return self

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def get(self, name: str) -> Item | None:
        """Return a value, or None when its key is not there."""
        return self._values.get(name)

    def __getitem__(self, name: str) -> Item:
        if name not in self._values:
            key = f"{self.key}.{name}" if self.key else name
            raise CatalogueError(self.file, self.line, key, "this key is missing", f"Add '{name}:'")
        return self._values[name]

    def text_or(self, name: str, otherwise: str) -> str:
        """Return a text, or something else when its key is not there."""
        return self._values[name].text() if name in self._values else otherwise

    def flag_or(self, name: str, otherwise: bool) -> bool:
        """Return true or false, or something else when its key is not there."""
        return self._values[name].flag() if name in self._values else otherwise

    def items_or_none(self, name: str) -> list[Item]:
        """Return the entries of a list, none when its key is not there."""
        return self._values[name].items() if name in self._values else []


def read_yaml(path: Path, folder: Path) -> Section:
    """Read a file's keys; errors name it as seen from the folder above `folder`."""
    name = path.relative_to(folder.parent).as_posix() if path.is_relative_to(folder.parent) else path.name
    try:
        # the C reader, node by node: the line numbers of the slow reader at twenty times its speed
        node = YAML(typ="safe").compose(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CatalogueError(
            name, line, "", f"not YAML: {error.problem}", "Mend the line, or put it in quotes"
        ) from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise CatalogueError(name, 1, "", "not YAML in UTF-8", "Save the file as UTF-8 text") from error
    except OSError as error:
        raise CatalogueError(name, 1, "", f"cannot be read ({error.strerror})", "Add the file") from error
    if node is None:
        raise CatalogueError(name, 1, "", "the file is empty", "Write its keys, or remove the file")
    return Section(node, name, "")
