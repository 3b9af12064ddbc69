"""Every error the door can give has its sentence, and the figures of the door are whole."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.figures import read_figures
from bot.gateway import problems as problems_module
from bot.gateway.limits import DoorLimits, read_limits
from bot.gateway.problems import read_problems
from bot.settings import StartError

FOLDER = Path(problems_module.__file__).parent


def test_every_code_in_the_door_has_its_sentence() -> None:
    """Each code raised or mapped in the gateway's source answers with status, title and detail."""
    source = "\n".join(path.read_text() for path in FOLDER.glob("*.py"))
    found = re.findall(r'Problem\("(\w+)"|response\("(\w+)"|, "(too_\w+)"\)|\d{3}: "(\w+)"', source)
    problems = read_problems(5)
    known = {line.partition(":")[0] for line in (FOLDER / "problems.yml").open() if re.match(r"\w+:", line)}
    assert {"".join(codes) for codes in found} == known
    for code in known:
        body = json.loads(problems.response(code).text or "")
        assert body.keys() == {"type", "status", "title", "detail", "code"}


def test_retry_after_is_told_when_waiting_helps() -> None:
    """Retry-After is there in whole seconds when given, and absent otherwise."""
    problems = read_problems(5)
    assert problems.response("too_fast", 7).headers["Retry-After"] == "7"
    assert "Retry-After" not in problems.response("bad_request").headers


def test_a_stream_is_pinged_more_often_than_promised() -> None:
    """docs/api/gateway.yaml promises a sign of life at least every 20 seconds."""
    assert read_limits().ping_seconds < 20


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("ping_seconds: 15", "ping_seconds: 0"), "'ping_seconds' is 0"),
        (("ping_seconds: 15", "ping_seconds: soon"), "'ping_seconds' is 'soon'"),
        (("ping_seconds: 15", ""), "'ping_seconds' is missing"),
        (("ping_seconds: 15", "ping_seconds: 15\npong: 1"), "'pong' is unknown"),
        (("ping_seconds: 15", "ping_seconds: ["), "cannot be read"),
    ],
)
def test_a_broken_figure_is_one_line_with_file_and_key(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    """A wrong, missing or unknown figure and broken YAML are told in one line that names the file."""
    path = tmp_path / "limits.yml"
    path.write_text((FOLDER / "limits.yml").read_text().replace(*change))
    with pytest.raises(StartError) as caught:
        read_figures(path, DoorLimits)
    assert says in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
