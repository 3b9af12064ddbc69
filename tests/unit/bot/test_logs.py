"""At info and above no customer's word gets into the logs, whoever writes the line."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.settings import ROOT

PROGRAM = """
import logging, sys, warnings
from bot.logs import set_up_logs
set_up_logs(sys.argv[1])
import structlog
logging.getLogger().setLevel("ERROR")  # as libraries do when they are imported
log = structlog.get_logger("bot.turns")
log.info("turn answered", conversation="abc", seconds=0.25, text="SECRET", slots={"a": "SECRET"})
log.debug("details", text="SECRET")
try:
    {}["SECRET"]
except KeyError as error:
    log.exception("turn failed", text="SECRET")
    logging.getLogger("rasa.core.processor").exception("running SECRET")
    logging.getLogger("somewhere").error("a line with %s", "SECRET")
    try:
        raise ValueError("SECRET") from error
    except ValueError:
        log.exception("again")
warnings.warn("Failed to parse 'SECRET'")
logging.getLogger("rasa").warning("SECRET")
structlog.get_logger("bot.elsewhere").warning("message.parsing.failed", user_text="SECRET")
"""


def _lines(level: str) -> str:
    command = [sys.executable, "-c", PROGRAM, level]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    return done.stderr


@pytest.mark.parametrize("level", ["INFO", "WARNING", "ERROR"])
def test_no_words_above_debug(level: str) -> None:
    """Messages, slots, exceptions' texts, warnings and other libraries' lines: of none does the content show."""
    assert "SECRET" not in _lines(level)


def test_what_helps_is_there() -> None:
    """Event, conversation, figures, the error's kind and where it was are in the line; also of other libraries."""
    lines = _lines("INFO")
    assert '"event": "turn answered"' in lines
    assert '"time": "20' in lines
    assert '"conversation": "abc"' in lines
    assert '"seconds": 0.25' in lines
    assert '"error": "ValueError from KeyError"' in lines
    assert "rasa.core.processor:" in lines
    assert "message.parsing.failed" in lines


def test_debug_hides_nothing() -> None:
    """Who debugs on their own machine sees everything."""
    assert "SECRET" in _lines("DEBUG")
