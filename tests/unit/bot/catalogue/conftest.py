"""A small profile on disk that a test can spoil, and the shipped one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue import Catalogue, load

PROFILES = Path(__file__).parents[4] / "bot" / "catalogue" / "profiles"

SERVICE = """\
title: Meter test
part: business_service
business: fee_verification
level: basic
levels: {industrial: price_related}
who: Everyone with a meter.
in_short: You get a test. You do not get a new meter.
facts: [ticket]
will:
  - A test of your meter.
  - "Your test has the number {ticket}."
  - {text: A call before we come., segments: [vulnerable]}
  - {text: A fee of 20 is waived., source: charter, valid_from: 2024-01-01, verified: false}
will_not:
  - A new meter for asking.
bring:
  - The meter's number.
pledges:
  - id: result
    says: you have the result within {limit}
    kind: guarantee
    starts: your request
    stops: the result
    standards:
      - {version: A, within: 9 working days, source: charter, valid_from: 2020-01-01, verified: true,
         valid_to: 2023-12-31}
      - {version: B, within: 5 working days, source: charter, valid_from: 2024-01-01, verified: true}
    peers:
      - {holder: Best Power, says: 3 working days, kind: guarantee, clock: working_days, source: charter,
         valid_from: 2022-01-01, verified: true}
    exclusions:
      - A meter we cannot reach.
    remedy: complaint
remedy: complaint
next:
  - {title: Test my meter, payload: /request_meter_test}
"""

FILES = {
    "profile.yml": """\
company: {name: Our Power, phone: "100"}
regulator: {name: the regulator, phone: "200"}
emergency: {police: "110", fire: "119", ambulance: "120"}
currency: {code: CNY, symbol: "¥"}
locale: en_GB
time_zone: Asia/Shanghai
country: CN
service_hours: {working_days: "08:30-17:30", other_days: closed}
""",
    "sources.yml": "charter:\n  text: Our charter\n  url: example.org/charter\n",
    "remedies.yml": """\
complaint:
  text: Complain on {company_phone}.
  kind: action
  route: claim
""",
    "services/meter_test.yml": SERVICE,
}

Spoil = Callable[[str, str, str], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small whole profile."""
    for name, text in FILES.items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "small"


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Return a function that replaces words in one file of the small profile."""

    def change(file: str, old: str, new: str) -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return change


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """Return the profile the house ships."""
    return load(PROFILES / "state_grid")


@pytest.fixture
def shipped_folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped profile that a test may change."""
    return Path(shutil.copytree(PROFILES / "state_grid", tmp_path / "state_grid"))
