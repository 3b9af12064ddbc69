"""The figures of the public door, read from limits.yml beside this file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.figures import read_figures


@dataclass(frozen=True)
class DoorLimits:
    """How much, how long, how often; limits.yml says what each is for."""

    body_bytes: int
    body_seconds: float
    text_characters: int
    history_messages: int
    session_idle_hours: float
    messages_at_once: int
    messages_per_second: float
    reads_at_once: int
    reads_per_second: float
    sessions_at_once: int
    sessions_per_second: float
    sources_remembered: int
    streams_of_conversation: int
    streams_in_all: int
    stream_batch: int
    ping_seconds: float
    look_seconds: float
    slow_client_seconds: float
    worker_silent_seconds: float
    retry_seconds: float


def read_limits() -> DoorLimits:
    """Read limits.yml; raise StartError naming file and key."""
    return read_figures(Path(__file__).with_name("limits.yml"), DoorLimits)
