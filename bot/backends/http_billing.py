"""The billing system over HTTP."""

from __future__ import annotations

from dataclasses import dataclass

from bot.backends.billing import Account, Balance, Bill, Billing, Payment, Reading, Segment, Tariff
from bot.backends.errors import NotFound, Refused
from bot.backends.http import Call, HttpSystem


@dataclass(frozen=True)
class _Verdict:
    verified: bool


class HttpBilling(Billing):
    """The billing port, asked over HTTP (docs/api/billing.yaml)."""

    def __init__(self, system: HttpSystem) -> None:
        self._system = system

    async def account(self, number: str) -> Account:
        """Return the account with its premises and meters."""
        return await self._system.request(Call("GET", "/accounts/{number}", {"number": number}), Account)

    async def verify(self, number: str, postcode: str) -> bool:
        """Say whether both belong together; a number or postcode that cannot be one is simply wrong."""
        body = {"postcode": postcode}
        call = Call("POST", "/accounts/{number}/verify", {"number": number}, body=body, repeatable=True)
        try:
            return (await self._system.request(call, _Verdict)).verified
        except (NotFound, Refused):
            return False

    async def balance(self, number: str) -> Balance:
        """Return what the account owes now."""
        return await self._system.request(Call("GET", "/accounts/{number}/balance", {"number": number}), Balance)

    async def bills(self, number: str, limit: int = 13) -> tuple[Bill, ...]:
        """Return the newest bills of the account, newest first."""
        call = Call("GET", "/accounts/{number}/bills", {"number": number}, {"limit": str(limit)})
        return await self._system.items(call, Bill)

    async def bill(self, number: str, bill_id: str) -> Bill:
        """Return one bill of the account."""
        ids = {"number": number, "bill_id": bill_id}
        return await self._system.request(Call("GET", "/accounts/{number}/bills/{bill_id}", ids), Bill)

    async def payments(self, number: str, limit: int = 13) -> tuple[Payment, ...]:
        """Return the newest payments of the account, newest first."""
        call = Call("GET", "/accounts/{number}/payments", {"number": number}, {"limit": str(limit)})
        return await self._system.items(call, Payment)

    async def readings(self, meter_number: str, limit: int = 14) -> tuple[Reading, ...]:
        """Return the newest readings of the meter, newest first."""
        call = Call("GET", "/meters/{number}/readings", {"number": meter_number}, {"limit": str(limit)})
        return await self._system.items(call, Reading)

    async def tariff(self, tariff_id: str) -> Tariff:
        """Return one tariff."""
        return await self._system.request(Call("GET", "/tariffs/{tariff_id}", {"tariff_id": tariff_id}), Tariff)

    async def tariffs(self, segment: Segment) -> tuple[Tariff, ...]:
        """Return the tariffs open to a segment."""
        return await self._system.items(Call("GET", "/tariffs", query={"segment": segment.value}), Tariff)
