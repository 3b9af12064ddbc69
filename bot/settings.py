"""The only reader of the environment: typed, frozen, and it fails at start with one line a person can act on."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseSettings, Field, SecretStr, ValidationError, validator

ROOT = Path(__file__).resolve().parent.parent
PROFILES = ROOT / "bot" / "catalogue" / "profiles"


class StartError(Exception):
    """Something keeps a program from starting: one line that names the file or key, says why, and what to do."""


class SettingsError(StartError):
    """A setting is missing or wrong."""


class Settings(BaseSettings):
    """Everything that can be configured; `.env.example` lists the same names with the same defaults."""

    profile: str = Field("state_grid", description="the folder of bot/catalogue/profiles to speak for")
    data_dir: Path = Field(ROOT / "var", description="databases, logs and sockets")
    models_dir: Path = Field(ROOT / "models", description="trained models and the language pipeline")
    encoder: str = Field("", description="folder of a sentence encoder; empty: the one `make train` builds; none: off")
    host: str = Field("127.0.0.1", description="address the public door listens on")
    gateway_port: int = Field(8080, ge=1, le=65535, description="port of the public door")
    backend_port: int = Field(8090, ge=1, le=65535, description="port of the reference backend")
    database_url: str = Field("", description="our own database; empty: SQLite in DATA_DIR")
    backend_database_url: str = Field("", description="the reference backend's database; empty: SQLite in DATA_DIR")
    billing_url: str = Field("", description="billing system; empty: the reference backend")
    outages_url: str = Field("", description="outage system; empty: the reference backend")
    installations_url: str = Field("", description="installation system; empty: the reference backend")
    backend_token: SecretStr = Field(
        SecretStr(""), description="bearer token of the three systems; `make run` makes one for its own"
    )
    backend_timeout: float = Field(3.0, gt=0, le=30, description="seconds a company system may take")
    simulate: float = Field(0.0, ge=0, le=100_000, description="how many times faster the backend's clock runs; 0: off")
    workers: int = Field(1, ge=1, le=16, description="turn workers (more than one needs PostgreSQL)")
    secure_cookies: bool = Field(False, description="true behind TLS: the session cookie is sent over https only")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    class Config:
        """Where values come from: the environment, then .env beside the README."""

        env_file = ROOT / ".env"
        allow_mutation = False

    @validator("profile")
    def _profile_exists(cls, name: str) -> str:
        known = sorted(p.name for p in PROFILES.iterdir() if p.is_dir())
        if name not in known:
            raise ValueError(f"no profile '{name}'; there are: {', '.join(known)}")
        return name

    @validator("log_level")
    def _level_known(cls, level: str) -> str:
        if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError(f"'{level}' is no level; use DEBUG, INFO, WARNING or ERROR")
        return level

    def profile_dir(self) -> Path:
        """Return the folder of the profile we speak for."""
        return PROFILES / self.profile

    def logs_dir(self) -> Path:
        """Return the folder the programs' logs are written to."""
        return self.data_dir / "log"

    def encoder_dir(self) -> Path | None:
        """Return the folder of the sentence encoder; None when it is switched off."""
        if self.encoder == "none":
            return None
        return Path(self.encoder) if self.encoder else self.models_dir / "encoder"

    def our_database(self) -> str:
        """Return the URL of our own database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'plainwatt.db'}"

    def backend_database(self) -> str:
        """Return the URL of the reference backend's database."""
        return self.backend_database_url or f"sqlite:///{self.data_dir / 'backend.db'}"

    def system_url(self, system: str) -> str:
        """Return the base URL of `billing`, `outages` or `installations`, without a slash at its end."""
        given: str = getattr(self, f"{system}_url")
        return (given or f"http://127.0.0.1:{self.backend_port}/{system}/v1").rstrip("/")


def read_settings() -> Settings:
    """Read the environment once; raise SettingsError naming the variable, the reason and the remedy."""
    try:
        return Settings.parse_obj({})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        raise SettingsError(
            f"{name}: {first['msg']}. Set {name} in the environment or in .env (see .env.example)."
        ) from error


def quiet_environment() -> dict[str, str]:
    """Return the environment with the libraries' chatter, telemetry and needless threads off."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_INTRA_OP_PARALLELISM_THREADS": "1",
        "TF_INTER_OP_PARALLELISM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONWARNINGS": "ignore",
    }
