"""A worker's counts add up."""

from __future__ import annotations

from bot.turns.counts import TurnCounts


def test_turns_fall_into_their_buckets() -> None:
    """Buckets are cumulative, an edge belongs to its own bucket, and the last holds every turn."""
    counts = TurnCounts()
    for seconds, failed in ((0.025, False), (0.03, False), (99.0, True)):
        counts.count(failed=failed, seconds=seconds)
    told = counts.as_json()
    assert (told["answered"], told["failed"], told["seconds"]["sum"]) == (2, 1, 99.055)
    buckets = dict(told["seconds"]["buckets"])
    assert (buckets["0.025"], buckets["0.05"], buckets["20.0"], buckets["+Inf"]) == (1, 2, 2, 3)
