"""JSON to frozen dataclasses and back, strictly: `Any` ends here, and an error names the field it is about."""

from __future__ import annotations

import json
import re
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

# Wide enough for any bill, too narrow for "NaN" or an exponent that fills the memory when written out.
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,12})?", re.ASCII)


class DecodeError(ValueError):
    """An answer does not have its agreed shape; the message names the field's path and never its value."""

    def __init__(self, path: str, expected: str) -> None:
        super().__init__(f"{path}: expected {expected}")
        self.path = path


def parse_json(body: bytes) -> object:
    """Return what the bytes say as JSON; raise DecodeError when they are no JSON, or say NaN or Infinity."""

    def refuse(_constant: str) -> None:
        raise DecodeError("$", "finite numbers")

    try:
        return cast(object, json.loads(body.decode("utf-8"), parse_constant=refuse))
    except DecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise DecodeError("$", "JSON") from error


def decode(kind: type[T], data: object, path: str = "$") -> T:
    """Build a `kind` from parsed JSON; unknown fields are let pass, a missing or mistyped one raises DecodeError."""
    return cast(T, _decode(kind, data, path))


def encode(value: object) -> object:
    """Return what JSON can carry of dataclasses, enums, decimals, times and tuples of them."""
    if is_dataclass(value):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: encode(item) for name, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [encode(item) for item in value]
    return value


def _decode(kind: Any, data: object, path: str) -> object:
    if kind in _PLAIN:
        return _PLAIN[kind](data, path)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _decode_optional(kind, data, path)
    if origin is tuple:
        return _decode_list(get_args(kind)[0], data, path)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _decode_enum(kind, data, path)
    return _decode_object(kind, data, path)


def _decode_object(kind: Any, data: object, path: str) -> object:
    hints = _hints(kind)
    if not isinstance(data, dict):
        raise DecodeError(path, "an object")
    values = {}
    for name, hint in hints.items():
        if name not in data:
            raise DecodeError(f"{path}.{name}", "a value, found nothing")
        values[name] = _decode(hint, data[name], f"{path}.{name}")
    return kind(**values)


def _decode_list(kind: Any, data: object, path: str) -> object:
    if not isinstance(data, list):
        raise DecodeError(path, "a list")
    return tuple(_decode(kind, item, f"{path}[{place}]") for place, item in enumerate(data))


def _decode_optional(kind: Any, data: object, path: str) -> object:
    (inner,) = (choice for choice in get_args(kind) if choice is not type(None))
    return None if data is None else _decode(inner, data, path)


def _decode_enum(kind: type[Enum], data: object, path: str) -> object:
    for member in kind:
        if type(member.value) is type(data) and member.value == data:
            return member
    raise DecodeError(path, f"one of {kind.__name__}: {', '.join(str(member.value) for member in kind)}")


def _exactly(kind: type[object], name: str) -> Callable[[object, str], object]:
    def check(data: object, path: str) -> object:
        if type(data) is not kind:
            raise DecodeError(path, name)
        return data

    return check


def _decode_decimal(data: object, path: str) -> object:
    if not isinstance(data, str) or not _DECIMAL.fullmatch(data):
        raise DecodeError(path, "a decimal number as text")
    return Decimal(data)


def _decode_date(data: object, path: str) -> object:
    try:
        return date.fromisoformat(cast(str, data))
    except (TypeError, ValueError) as error:
        raise DecodeError(path, "an ISO 8601 date") from error


def _decode_datetime(data: object, path: str) -> object:
    if not isinstance(data, str):
        raise DecodeError(path, "an ISO 8601 time as text")
    try:
        # Python 3.10 does not know the Z.
        moment = datetime.fromisoformat(re.sub("[zZ]$", "+00:00", data))
    except ValueError as error:
        raise DecodeError(path, "an ISO 8601 time") from error
    if moment.tzinfo is None:
        raise DecodeError(path, "a time with its offset")
    return moment


@cache
def _hints(kind: Any) -> dict[str, Any]:
    if not is_dataclass(kind):
        raise TypeError(f"{kind!r} is no type that travels")
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


_PLAIN: dict[Any, Callable[[object, str], object]] = {
    str: _exactly(str, "text"),
    bool: _exactly(bool, "true or false"),
    int: _exactly(int, "a whole number"),
    Decimal: _decode_decimal,
    date: _decode_date,
    datetime: _decode_datetime,
}
