"""A short rest from a system that keeps failing, so that no customer waits for what will not come."""

from __future__ import annotations

import time
from collections.abc import Callable


class Breaker:
    """Opens after some failures in a row, and lets one call through each `rest_seconds` to see whether all is well.

    It has no state that could stay stuck: a probe that never reports only lets the next rest run out.
    """

    def __init__(
        self, failures: int = 5, rest_seconds: float = 1.0, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = failures
        self._rest = rest_seconds
        self._seconds = seconds
        self._failed = 0
        self._open_until = 0.0

    def lets_through(self) -> bool:
        """Say whether to ask now; True while resting only for the one caller that probes."""
        if self._failed < self._limit:
            return True
        if self._seconds() < self._open_until:
            return False
        self._open_until = self._seconds() + self._rest
        return True

    def succeeded(self) -> None:
        """Note an answer: whatever went wrong before is over."""
        self._failed = 0

    def failed(self) -> None:
        """Note a failure; the last of the row starts a rest."""
        self._failed += 1
        self._open_until = self._seconds() + self._rest
