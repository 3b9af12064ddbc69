"""Token buckets: the burst, the pace after it, and sources that do not touch each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.buckets import Buckets


class Hands:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_a_burst_then_a_pace() -> None:
    """Three at once, the fourth after as long as it is told to wait, and not a second earlier."""
    clock = Hands()
    buckets = Buckets(at_once=3, per_second=0.5, remembered=10, time=clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 2]
    clock.now += 1
    assert buckets.take("a") == 1
    clock.now += 1
    assert buckets.take("a") == 0


def test_sources_have_buckets_of_their_own() -> None:
    """One source's haste costs another nothing."""
    buckets = Buckets(at_once=1, per_second=1, remembered=10, time=Hands())
    assert (buckets.take("a"), buckets.take("a") > 0, buckets.take("b")) == (0, True, 0)


def test_memory_is_bounded() -> None:
    """Of many sources only the newest are remembered; a forgotten one begins afresh."""
    buckets = Buckets(at_once=1, per_second=0.001, remembered=2, time=Hands())
    for source in "abc":
        buckets.take(source)
    assert buckets.take("c") > 0
    assert buckets.take("a") == 0


@given(st.lists(st.floats(0, 5), max_size=60))
def test_never_more_than_burst_and_pace(pauses: list[float]) -> None:
    """However the calls fall, no more pass than the burst plus the pace times the time gone."""
    clock = Hands()
    buckets = Buckets(at_once=4, per_second=2, remembered=10, time=clock)
    passed = 0
    for pause in pauses:
        clock.now += pause
        passed += buckets.take("a") == 0
    assert passed <= 4 + 2 * sum(pauses) + 1e-6
