"""What a worker counts: it goes into the heartbeat, and from there to the gateway's /metrics."""

from __future__ import annotations

from typing import Any

# upper edges of the histogram of a turn's seconds; the last bucket is everything
EDGES = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class TurnCounts:
    """Answered and failed turns and how long they took, since the worker started."""

    def __init__(self) -> None:
        self.answered = 0
        self.failed = 0
        self._seconds = 0.0
        self._buckets = [0] * (len(EDGES) + 1)

    def count(self, *, failed: bool, seconds: float) -> None:
        """Count one finished turn."""
        self.failed += failed
        self.answered += not failed
        self._seconds += seconds
        self._buckets[sum(edge < seconds for edge in EDGES)] += 1

    def as_json(self) -> dict[str, Any]:
        """Return the counts; buckets are pairs of upper edge and turns at or below it, `+Inf` last."""
        total, cumulative = 0, []
        for edge, number in zip((*map(str, EDGES), "+Inf"), self._buckets, strict=True):
            total += number
            cumulative.append([edge, total])
        counts = {"answered": self.answered, "failed": self.failed}
        return {**counts, "seconds": {"sum": self._seconds, "buckets": cumulative}}
