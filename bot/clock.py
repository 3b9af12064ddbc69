"""What time it is, said by a clock that tests can hold still."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime, timezone


class Clock(ABC):
    """The port of time."""

    @abstractmethod
    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class SystemClock(Clock):
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(timezone.utc)
