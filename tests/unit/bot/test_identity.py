"""Who may see an account."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.backends.errors import Unavailable
from bot.database import begin, open_engine
from bot.identity import Identity
from bot.identity_limits import IdentityLimits, TryLimit
from bot.identity_tables import attempts, metadata, proofs
from bot.messages import migrate
from tests.fakes import FakeBilling, FixedClock

NUMBER, POSTCODE = "1000000001", "310001"
OTHER, OTHER_POSTCODE = "1000000002", "310002"
LIMITS = IdentityLimits(
    proof=timedelta(minutes=30),
    conversation=TryLimit(5, timedelta(days=1), timedelta(minutes=15)),
    account=TryLimit(7, timedelta(days=1), timedelta(hours=2)),
)


@pytest.fixture
def engine(tmp_path):
    """Our own database with the tables of identity."""
    engine = open_engine(f"sqlite:///{tmp_path / 'our.db'}")
    metadata.create_all(engine)
    return engine


@pytest.fixture
def clock():
    """A clock the test moves."""
    return FixedClock()


@pytest.fixture
def billing():
    """Lin and Chen."""
    return FakeBilling()


@pytest.fixture
def identity(engine, billing, clock):
    """Identity with limits easy to count."""
    return Identity(engine, billing, clock, LIMITS)


async def guess(identity, times, conversation="c1", number=NUMBER):
    """Try a wrong postcode so many times."""
    for _ in range(times):
        assert not await identity.prove(conversation, number, "999999")


async def test_right_pair_is_proved_in_its_conversation_only(identity):
    """A right account number and postcode prove the account there and nowhere else."""
    assert await identity.prove("c1", f" {NUMBER} ", POSTCODE)

    assert await identity.proved_account("c1") == NUMBER
    assert await identity.proved_account("c2") is None


@pytest.mark.parametrize(
    ("number", "postcode"), [(NUMBER, OTHER_POSTCODE), ("1999999999", POSTCODE), ("", ""), ("9" * 99, "1")]
)
async def test_wrong_pair_is_false_and_proves_nothing(identity, number, postcode):
    """A wrong postcode, an unknown account and nonsense look the same."""
    assert not await identity.prove("c1", number, postcode)

    assert await identity.proved_account("c1") is None


async def test_proof_ends(identity, clock):
    """A proof holds for its minutes and not a second longer."""
    await identity.prove("c1", NUMBER, POSTCODE)

    clock.advance(minutes=29, seconds=59)
    assert await identity.proved_account("c1") == NUMBER

    clock.advance(seconds=1)
    assert await identity.proved_account("c1") is None


async def test_newest_proof_counts(identity):
    """Proving another account in the same conversation replaces the first."""
    await identity.prove("c1", NUMBER, POSTCODE)
    await identity.prove("c1", OTHER, OTHER_POSTCODE)

    assert await identity.proved_account("c1") == OTHER


async def test_wrong_try_keeps_the_proof(identity):
    """A slip at a second account does not take the first proof away."""
    await identity.prove("c1", NUMBER, POSTCODE)
    await guess(identity, 1, number=OTHER)

    assert await identity.proved_account("c1") == NUMBER


async def test_four_wrong_tries_leave_the_door_open(identity):
    """The fifth try may still be the right one."""
    await guess(identity, 4)

    assert await identity.prove("c1", NUMBER, POSTCODE)


async def test_five_wrong_tries_lock_the_conversation_for_its_minutes(identity, billing, clock):
    """After the limit even the right pair is False, and billing is not asked, until the lock is over."""
    await guess(identity, 5)
    asked = billing.verifications

    clock.advance(minutes=14, seconds=59)
    assert not await identity.prove("c1", OTHER, OTHER_POSTCODE)
    assert billing.verifications == asked

    clock.advance(seconds=1)
    assert await identity.prove("c1", OTHER, OTHER_POSTCODE)


async def test_tries_while_locked_do_not_lengthen_the_lock(identity, clock):
    """A customer who keeps trying is not locked out for ever."""
    await guess(identity, 5)
    clock.advance(minutes=14)
    await guess(identity, 3)
    clock.advance(minutes=1)

    assert await identity.prove("c1", NUMBER, POSTCODE)


async def test_other_conversation_is_not_locked(identity):
    """One conversation's slips at one account do not lock another conversation at another account."""
    await guess(identity, 5)

    assert await identity.prove("c2", OTHER, OTHER_POSTCODE)


async def test_account_guessed_from_many_conversations_is_locked(identity, clock):
    """Guessing one account from ever new conversations locks the account, also for the right pair."""
    for session in range(7):
        await guess(identity, 1, conversation=f"c{session}")

    assert not await identity.prove("fresh", NUMBER, POSTCODE)

    clock.advance(hours=2)
    assert await identity.prove("fresh", NUMBER, POSTCODE)


@pytest.mark.parametrize("variant", ["1000 000 001", "1000-000-001", "１" + "０" * 8 + "１", "1000000001\t"])
async def test_spelling_does_not_make_a_second_account_to_guess_at(identity, variant):
    """Spaces, dashes and wide digits count against the same account."""
    for session in range(7):
        await guess(identity, 1, conversation=f"c{session}", number=variant)

    assert not await identity.prove("fresh", NUMBER, POSTCODE)


async def test_own_account_does_not_wash_off_guesses(identity):
    """Proving one's own account between guesses gives no further guesses."""
    await guess(identity, 4)
    assert await identity.prove("c1", OTHER, OTHER_POSTCODE)
    await guess(identity, 1)

    assert not await identity.prove("c1", OTHER, OTHER_POSTCODE)


async def test_right_tries_are_never_counted(identity):
    """Proving oneself again and again locks nobody out."""
    assert all([await identity.prove("c1", NUMBER, POSTCODE) for _ in range(12)])


async def test_unavailable_billing_is_not_a_wrong_try(identity, billing):
    """While billing is down nobody is proved, and nobody is locked for it."""
    billing.down = True
    for _ in range(12):
        with pytest.raises(Unavailable):
            await identity.prove("c1", NUMBER, POSTCODE)
    billing.down = False

    assert await identity.prove("c1", NUMBER, POSTCODE)


async def test_tries_made_at_once_do_not_pass_the_limit(identity, billing):
    """Twenty tries in the same moment reach billing five times, whatever their order."""
    answers = await asyncio.gather(*(identity.prove("c1", NUMBER, "999999") for _ in range(20)))

    assert not any(answers)
    assert billing.verifications == 5


async def test_wrong_tries_are_forgotten_after_a_while(identity, clock):
    """Four slips yesterday do not count today."""
    await guess(identity, 4)
    clock.advance(days=1)
    await guess(identity, 4)

    assert await identity.prove("c1", NUMBER, POSTCODE)


async def test_forget_old_deletes_only_what_is_over(identity, engine, clock):
    """Nothing is kept of proofs and tries that no longer count."""
    await identity.prove("old", NUMBER, POSTCODE)
    await guess(identity, 1, conversation="old", number=OTHER)
    clock.advance(days=1)
    await identity.prove("new", NUMBER, POSTCODE)
    await identity.forget_old()

    with begin(engine) as tx:
        kept = tx.execute(sa.select(proofs.c.conversation_id)).scalars().all()
        subjects = tx.execute(sa.select(attempts.c.subject)).scalars().all()
    assert kept == ["new"]
    assert sorted(subjects) == [f"account:{NUMBER}", "conversation:new"]


def test_tables_are_what_the_migrations_make(tmp_path):
    """The migrations and the code speak of the same tables."""
    migrated = open_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    migrate(migrated)
    with begin(migrated) as tx:
        ours = {"include_name": lambda name, kind, _: kind != "table" or name in metadata.tables}

        assert compare_metadata(MigrationContext.configure(tx, opts=ours), metadata) == []
