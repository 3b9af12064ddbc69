"""Logs for those who run the house: lines of JSON (or colour on a terminal) in which no customer's word appears.

Above DEBUG only what is known to be harmless goes out: our own short keys, numbers, and of an error its kind and
where it happened. Rasa and other libraries put messages, slots and trackers into their log lines; of those only the
place in the source remains, which is enough to look it up.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

_HARMLESS = frozenset(
    [
        "event",
        "level",
        "time",
        "at",
        "logger",
        "conversation",
        "message",
        "worker",
        "error",
        "where",
        "method",
        "path",
        "code",
        "action",
        "model",
        "address",
        "system",
        "operation",
        "channel",
        "state",
    ]
)
_OURS = ("bot", "actions")
_CHATTY = ("alembic", "rasa", "rasa_sdk", "py.warnings", "asyncio", "tensorflow", "apscheduler", "sqlalchemy")
_Event = MutableMapping[str, Any]


def set_up_logs(level: str = "INFO") -> None:
    """Send all logs of this process to standard error; call it before rasa is imported.

    `level` is DEBUG, INFO, WARNING or ERROR; at DEBUG everything is shown, customers' words included.
    """
    number: int = getattr(logging, level)
    open_hearted = number <= logging.DEBUG
    shared: list[Any] = [structlog.processors.add_log_level, structlog.processors.TimeStamper("iso", key="time")]
    careful: list[Any] = [] if open_hearted else [place_of_error, keep_harmless]
    structlog.configure(
        processors=[*shared, *careful, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    foreign = [structlog.stdlib.add_logger_name, *shared]
    foreign += [] if open_hearted else [hide_foreign_words, place_of_error, keep_harmless]
    handler.setFormatter(_formatter(foreign))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    logging.captureWarnings(True)
    for name in _OURS:
        # libraries change the root's level when they are imported
        logging.getLogger(name).setLevel(number)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(number if open_hearted else logging.ERROR)


def keep_harmless(_: Any, __: str, event: _Event) -> _Event:
    """Drop every value that is neither a number nor under a key known to hold no customer's words."""
    return {
        key: value
        for key, value in event.items()
        if key in _HARMLESS or key.startswith("_") or isinstance(value, bool | int | float)
    }


def place_of_error(_: Any, __: str, event: _Event) -> _Event:
    """Replace an exception by its kind and the places it went through; its own words may quote a customer."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = _kinds(error)
        frames = traceback.extract_tb(error.__traceback__)[-6:]
        event["where"] = " > ".join(f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames)
    return event


def hide_foreign_words(_: Any, __: str, event: _Event) -> _Event:
    """Of another library's log line keep who said it and where in its source, not what it said."""
    record = event.get("_record")
    if record is not None and not str(record.name).startswith(_OURS):
        event["event"] = f"{record.name}:{record.lineno}"
    return event


def _formatter(foreign: list[Any]) -> logging.Formatter:
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if sys.stderr.isatty():
        renderer = structlog.dev.ConsoleRenderer()
    last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    return structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=foreign)


def _kinds(error: BaseException) -> str:
    names: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(names) < 4:
        names.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return " from ".join(names)


def _short(path: str) -> str:
    return "/".join(path.split("/")[-2:])
