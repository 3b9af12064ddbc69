"""The rest from a failing system."""

from __future__ import annotations

import pytest

from bot.backends.breaker import Breaker


class Stopwatch:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Return the seconds passed."""
        return self.seconds


@pytest.fixture
def watch():
    """A stopwatch at 0."""
    return Stopwatch()


@pytest.fixture
def breaker(watch):
    """A breaker that rests one second after three failures."""
    return Breaker(failures=3, rest_seconds=1.0, seconds=watch)


def fail(breaker, times):
    """Ask and fail so many times."""
    for _ in range(times):
        assert breaker.lets_through()
        breaker.failed()


def test_few_failures_do_not_open_it(breaker):
    """One failure less than the limit changes nothing."""
    fail(breaker, 2)

    assert breaker.lets_through()


def test_failures_in_a_row_open_it(breaker, watch):
    """At the limit nobody is let through until the rest is over."""
    fail(breaker, 3)

    assert not breaker.lets_through()
    watch.seconds = 0.99
    assert not breaker.lets_through()


def test_a_success_between_starts_the_row_anew(breaker):
    """Only failures in a row count."""
    fail(breaker, 2)
    breaker.succeeded()
    fail(breaker, 2)

    assert breaker.lets_through()


def test_after_the_rest_one_caller_probes(breaker, watch):
    """The others wait for the probe's result."""
    fail(breaker, 3)
    watch.seconds = 1.0

    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]


def test_probe_that_succeeds_closes_it(breaker, watch):
    """One answer is enough for everybody to be let through again."""
    fail(breaker, 3)
    watch.seconds = 1.0
    breaker.lets_through()
    breaker.succeeded()

    assert [breaker.lets_through() for _ in range(3)] == [True, True, True]


def test_probe_that_fails_starts_another_rest(breaker, watch):
    """One failure is enough while it is not known to be well."""
    fail(breaker, 3)
    watch.seconds = 1.0
    fail(breaker, 1)

    watch.seconds = 1.99
    assert not breaker.lets_through()
    watch.seconds = 2.0
    assert breaker.lets_through()


def test_probe_that_never_reports_blocks_nobody_for_long(breaker, watch):
    """A probe that was cancelled costs one more rest, not the system."""
    fail(breaker, 3)
    watch.seconds = 1.0
    breaker.lets_through()
    watch.seconds = 2.0

    assert breaker.lets_through()
