"""Settings: typed, frozen, and a mistake is one line a person can act on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings


def test_defaults_need_nothing() -> None:
    """Without any environment the programs have all they need, in the repository's own folder."""
    settings = Settings(_env_file=None)

    assert settings.our_database() == f"sqlite:///{settings.data_dir / 'plainwatt.db'}"
    assert settings.system_url("outages") == f"http://127.0.0.1:{settings.backend_port}/outages/v1"


def test_a_system_of_the_company_replaces_the_reference_backend() -> None:
    """A given address wins, and a slash at its end does no harm."""
    settings = Settings(_env_file=None, billing_url="https://billing.example/api/")

    assert settings.system_url("billing") == "https://billing.example/api"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("GATEWAY_PORT", "eighty", "integer"),
        ("GATEWAY_PORT", "70000", "65535"),
        ("PROFILE", "atlantis", "state_grid"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO"),
        ("BACKEND_TIMEOUT", "0", "greater than 0"),
    ],
)
def test_a_wrong_setting_is_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    """The line names the setting, tells what is wrong with it and where to mend it."""
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as error:
        read_settings()

    line = str(error.value)
    assert line.startswith(f"{name}: ")
    assert says in line
    assert ".env" in line
    assert "\n" not in line


def test_the_token_is_not_printed() -> None:
    """A secret never shows in a log of the settings."""
    settings = Settings(_env_file=None, backend_token="hush-hush")

    assert "hush-hush" not in repr(settings)


def test_the_encoder_can_be_ours_another_or_none() -> None:
    """Where the sentence encoder is, follows from one word."""
    built = Settings(_env_file=None, models_dir="/models")

    assert built.encoder_dir() == Path("/models/encoder")
    assert Settings(_env_file=None, encoder="/other").encoder_dir() == Path("/other")
    assert Settings(_env_file=None, encoder="none").encoder_dir() is None
