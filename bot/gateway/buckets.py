"""Token buckets: so much at once, then so much a second, for each source by itself."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable


class Buckets:
    """One bucket for each source; the sources used longest ago are forgotten first."""

    def __init__(
        self, at_once: float, per_second: float, remembered: int, time: Callable[[], float] = time.monotonic
    ) -> None:
        self._at_once = at_once
        self._per_second = per_second
        self._remembered = remembered
        self._time = time
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, source: str) -> int:
        """Take one token; return 0, or the whole seconds after which there will be one."""
        now = self._time()
        level, since = self._levels.pop(source, (self._at_once, now))
        level = min(self._at_once, level + (now - since) * self._per_second)
        allowed = level >= 1
        self._levels[source] = (level - allowed, now)
        while len(self._levels) > self._remembered:
            self._levels.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - level) / self._per_second))
