"""What is counted: by the door itself, and by the workers, whose counts come with their heartbeats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.messages.heartbeats import Beat


class Metrics:
    """The door's counters since it started."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._accepted = Counter("plainwatt_accepted", "Messages accepted", registry=self._registry)
        self._duplicates = Counter("plainwatt_duplicates", "Messages that came again", registry=self._registry)

    def accepted(self, *, duplicate: bool) -> None:
        """Count a message that was taken in, or that we had already."""
        (self._duplicates if duplicate else self._accepted).inc()

    def text(self, *, streams: int, waiting: int | None, beats: Sequence[Beat]) -> bytes:
        """Return everything for Prometheus; `waiting` is None when the database is away."""
        seen = CollectorRegistry()
        seen.register(_Seen(streams, waiting, beats))
        return generate_latest(self._registry) + generate_latest(seen)


class _Seen(Collector):
    def __init__(self, streams: int, waiting: int | None, beats: Sequence[Beat]) -> None:
        self._streams = streams
        self._waiting = waiting
        self._beats = beats

    def collect(self) -> Iterable[Metric]:
        yield GaugeMetricFamily("plainwatt_streams", "Open event streams", value=self._streams)
        yield GaugeMetricFamily("plainwatt_database_up", "1 when the record is there", self._waiting is not None)
        if self._waiting is not None:
            yield GaugeMetricFamily("plainwatt_waiting", "Messages not answered yet", value=self._waiting)
        yield from self._of_workers()

    def _of_workers(self) -> Iterator[Metric]:
        answered = CounterMetricFamily("plainwatt_answered", "Turns answered", labels=["worker"])
        failed = CounterMetricFamily("plainwatt_failed", "Turns that failed", labels=["worker"])
        seconds = HistogramMetricFamily("plainwatt_turn_seconds", "Seconds a turn took", labels=["worker"])
        for beat in self._beats:
            answered.add_metric([beat.name], beat.counts["answered"])
            failed.add_metric([beat.name], beat.counts["failed"])
            buckets = [(str(edge), turns) for edge, turns in beat.counts["seconds"]["buckets"]]
            seconds.add_metric([beat.name], buckets, beat.counts["seconds"]["sum"])
        yield from (answered, failed, seconds)
