"""The figures of identity, read from a profile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.catalogue.reader import CatalogueError
from bot.identity_limits import IdentityLimits, TryLimit, read_limits
from bot.settings import ROOT

PROFILES = sorted(path for path in (ROOT / "bot" / "catalogue" / "profiles").iterdir() if path.is_dir())
GOOD = """\
proof: {lasts: 30 minutes, source: ours}
conversation: {wrong_tries: 5, within: 1 day, lock: 15 minutes, source: ours}
account: {wrong_tries: 7, within: 24 hours, lock: 2 hours, source: ours}
"""


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.name)
def test_every_profile_has_its_limits(profile):
    """Each profile says how identity is proved; a conversation locks before its account does."""
    limits = read_limits(profile)

    assert limits.conversation.wrong_tries < limits.account.wrong_tries


def test_figures_are_read_with_their_units(tmp_path):
    """Minutes, hours and days in the file are that long in the limits."""
    (tmp_path / "identity.yml").write_text(GOOD)

    assert read_limits(tmp_path) == IdentityLimits(
        proof=timedelta(minutes=30),
        conversation=TryLimit(5, timedelta(days=1), timedelta(minutes=15)),
        account=TryLimit(7, timedelta(days=1), timedelta(hours=2)),
    )


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (("proof:", "proofs:"), "identity.yml:1: proofs"),
        (("account:", "# account:"), "account"),
        (("lasts: 30 minutes, ", ""), "proof.lasts"),
        (("30 minutes", "30"), "identity.yml:1: proof.lasts"),
        (("30 minutes", "30 working days"), "proof.lasts"),
        (("15 minutes, source: ours", "15 minutes"), "identity.yml:2: conversation.source"),
        (("tries: 5", "tries: 0"), "conversation.wrong_tries"),
        (("tries: 5", "tries: many"), "conversation.wrong_tries"),
        (("tries: 5", "tries: 5, limit: 3"), "conversation.limit"),
    ],
)
def test_mistake_is_one_line_naming_file_and_key(tmp_path, wrong, named):
    """A mistake in identity.yml is told in one line with its file and key."""
    (tmp_path / "identity.yml").write_text(GOOD.replace(*wrong))
    with pytest.raises(CatalogueError) as error:
        read_limits(tmp_path)

    assert named in str(error.value)
    assert "\n" not in str(error.value)


def test_missing_file_is_told(tmp_path):
    """A profile without identity.yml is an error that names the file."""
    with pytest.raises(CatalogueError, match=r"identity\.yml"):
        read_limits(tmp_path)
