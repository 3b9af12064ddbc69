"""One test for each case and channel, and the count of cases at the end."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.conversations.script import Case, read_cases

COUNTED = pytest.StashKey[list[Case]]()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each script to the tests that ask for a case."""
    if "case" not in metafunc.fixturenames:
        return
    cases = read_cases()
    metafunc.config.stash[COUNTED] = cases
    metafunc.parametrize("case", [pytest.param(case, id=case.id) for case in cases])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print how many cases there are of each situation and topic."""
    cases = config.stash.get(COUNTED, [])
    if not cases:
        return
    count = Counter((case.situation, case.topic) for case in cases)
    situations, topics = (sorted({key[which] for key in count}) for which in (0, 1))
    width = max(map(len, topics)) + 2
    terminalreporter.section(f"{len(cases)} conversations, each read as the web page and as plain lines show it")
    terminalreporter.line(" " * 16 + "".join(topic.rjust(width) for topic in topics) + "all".rjust(width))
    for situation in situations:
        row = [count[situation, topic] for topic in topics]
        cells = "".join((str(number) if number else "·").rjust(width) for number in [*row, sum(row)])
        terminalreporter.line(situation.ljust(16) + cells)
