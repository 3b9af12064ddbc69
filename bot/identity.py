"""Who may see an account: proof by account number and postcode, held in our own database, never in slots."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.backends.billing import Billing
from bot.backends.errors import BackendError
from bot.clock import Clock
from bot.database import begin
from bot.identity_limits import IdentityLimits, TryLimit
from bot.identity_tables import attempts, proofs
from bot.messages.tables import UtcTime

_LONGEST = 64


class Identity:
    """Proofs and tries; the same answer, False, for a wrong account, a wrong postcode and a locked door."""

    def __init__(self, engine: sa.engine.Engine, billing: Billing, clock: Clock, limits: IdentityLimits) -> None:
        self._engine = engine
        self._billing = billing
        self._clock = clock
        self._limits = limits

    async def prove(self, conversation_id: str, account_number: str, postcode: str) -> bool:
        """Say whether both belong together, and remember it; raise Unavailable when that cannot be seen now.

        The try is counted before billing is asked, so that tries made at once cannot pass the limit together;
        it is given back when it was right or when billing gave no answer.
        """
        number = account_number.strip()
        subjects = self._subjects(conversation_id, number)
        if not await asyncio.to_thread(self._take_try, subjects):
            return False
        try:
            verified = len(number) <= _LONGEST and await self._billing.verify(number, postcode.strip())
        except BackendError:
            await asyncio.to_thread(self._settle, subjects, None)
            raise
        if verified:
            await asyncio.to_thread(self._settle, subjects, (conversation_id, number))
        return verified

    async def proved_account(self, conversation_id: str) -> str | None:
        """Return the account proved in this conversation, while the proof holds."""
        return await asyncio.to_thread(self._proved_account, conversation_id)

    async def forget_old(self) -> None:
        """Delete what no longer counts: proofs that ended and tries that are forgotten."""
        await asyncio.to_thread(self._forget_old)

    def _subjects(self, conversation_id: str, number: str) -> Mapping[str, TryLimit]:
        # Spaces, dashes or full-width digits must not make a second account to guess at.
        plain = "".join(c for c in unicodedata.normalize("NFKC", number) if c.isalnum()).casefold()
        # Always in this order, so that two tries cannot wait for each other's rows.
        return {
            f"account:{plain[:_LONGEST]}": self._limits.account,
            f"conversation:{conversation_id}": self._limits.conversation,
        }

    def _take_try(self, subjects: Mapping[str, TryLimit]) -> bool:
        now = self._clock.now()
        try:
            with begin(self._engine) as tx:
                for subject, limit in subjects.items():
                    _count_try(tx, subject, limit, now)
        except _LockedError:
            return False
        return True

    def _settle(self, subjects: Mapping[str, TryLimit], proof: tuple[str, str] | None) -> None:
        with begin(self._engine) as tx:
            for subject in subjects:
                mine = sa.and_(attempts.c.subject == subject, attempts.c.tries > 0)
                tx.execute(sa.update(attempts).where(mine).values(tries=attempts.c.tries - 1))
            if proof:
                row = {"conversation_id": proof[0], "account_number": proof[1], "proved_at": self._clock.now()}
                insert = _insert(tx, proofs).values(row)
                tx.execute(insert.on_conflict_do_update(index_elements=["conversation_id"], set_=row))

    def _proved_account(self, conversation_id: str) -> str | None:
        since = self._clock.now() - self._limits.proof
        with begin(self._engine) as tx:
            found: str | None = tx.execute(
                sa.select(proofs.c.account_number)
                .where(proofs.c.conversation_id == conversation_id)
                .where(proofs.c.proved_at > since)
            ).scalar()
        return found

    def _forget_old(self) -> None:
        now = self._clock.now()
        with begin(self._engine) as tx:
            tx.execute(sa.delete(attempts).where(attempts.c.forget_at <= now))
            tx.execute(sa.delete(proofs).where(proofs.c.proved_at <= now - self._limits.proof))


class _LockedError(Exception):
    """The limit is reached; raised so that nothing of this try is kept."""


def _count_try(tx: sa.engine.Connection, subject: str, limit: TryLimit, now: datetime) -> None:
    """Add one try to a subject's row in one statement; raise when its limit was reached before."""
    mine = attempts.c.subject == subject
    tx.execute(sa.delete(attempts).where(mine, attempts.c.forget_at <= now))
    fresh = {"subject": subject, "tries": 0, "forget_at": now + limit.within}
    tx.execute(_insert(tx, attempts).values(fresh).on_conflict_do_nothing())
    is_last = attempts.c.tries + 1 >= limit.wrong_tries
    forget_at = sa.case((is_last, sa.literal(now + limit.lock, UtcTime)), else_=attempts.c.forget_at)
    counted = tx.execute(
        sa.update(attempts)
        .where(mine, attempts.c.tries < limit.wrong_tries)
        .values(tries=attempts.c.tries + 1, forget_at=forget_at)
    )
    if counted.rowcount == 0:
        raise _LockedError


def _insert(tx: sa.engine.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return (sqlite if tx.dialect.name == "sqlite" else postgresql).insert(table)
