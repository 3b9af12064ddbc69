"""`make run`: what is checked before anything starts."""

from __future__ import annotations

import socket

import pytest

from bot.run import check_ports, children_environment, uses_reference_backend
from bot.settings import Settings, StartError


@pytest.fixture
def taken() -> int:
    """A port that another program uses."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_told_before_anything_starts(taken: int) -> None:
    """The line names the setting, the address and what to do."""
    with pytest.raises(StartError, match=rf"GATEWAY_PORT: 127\.0\.0\.1:{taken} .* set GATEWAY_PORT in \.env"):
        check_ports(Settings(_env_file=None, gateway_port=taken))


def test_the_backends_port_counts_only_where_we_run_it(taken: int) -> None:
    """With the company's own three systems our reference backend is neither started nor in the way."""
    own = {f"{system}_url": "http://127.0.0.1:1" for system in ("billing", "outages", "installations")}
    settings = Settings(_env_file=None, backend_port=taken, gateway_port=_free(), **own)

    assert not uses_reference_backend(settings)
    assert check_ports(settings) == (settings.gateway_port,)
    with pytest.raises(StartError, match="BACKEND_PORT"):
        check_ports(Settings(_env_file=None, backend_port=taken, gateway_port=settings.gateway_port))


def test_each_run_makes_its_own_token() -> None:
    """The reference backend is never open without a token, and a given token stays."""
    first, second = (children_environment(Settings(_env_file=None))["BACKEND_TOKEN"] for _ in range(2))

    assert len(first) >= 32
    assert first != second
    assert "BACKEND_TOKEN" not in children_environment(Settings(_env_file=None, backend_token="given"))


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
