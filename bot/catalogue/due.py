"""When a limit ends, and what is due when it was missed: arithmetic and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from bot.catalogue.kinds import Unit
from bot.catalogue.model import Limit, Payment, Pledge, Situation, Standard
from bot.clock import Calendar, calendar_days_after, elapsed_after, service_time_after, working_days_after


def ends(limit: Limit, start: datetime, calendar: Calendar, *, before: bool = False) -> datetime:
    """Return when a limit that begins at `start` ends, or, for notice, by when it must be given `before` start."""
    sign = -1 if before else 1
    if limit.unit is Unit.DAY:
        return calendar_days_after(start, sign * limit.amount, calendar)
    if limit.unit is Unit.WORKING_DAY:
        return working_days_after(start, limit.amount, calendar)
    if limit.unit is Unit.SERVICE_HOUR:
        return service_time_after(start, timedelta(hours=limit.amount), calendar)
    return elapsed_after(start, sign * _span(limit), calendar)


def limit_for(standard: Standard, situation: Situation) -> Limit | None:
    """Return the limit of a standard that holds for this customer, None when none does or we cannot know."""
    return next((entry.limit for entry in standard.limits if entry.scope.fits(situation)), None)


def due(pledge: Pledge, situation: Situation, calendar: Calendar) -> datetime | None:
    """Return when a pledge falls due for this customer, None where that cannot be known.

    It cannot before the pledge's clock has started, where the clock can pause, and without a verified standard in
    force on the day of the start.
    """
    if situation.start is None or pledge.pauses:
        return None
    standard = pledge.standard(calendar.local(situation.start).date())
    if standard is None or not standard.origin.verified:
        return None
    limit = limit_for(standard, situation)
    return ends(limit, situation.start, calendar, before=pledge.before) if limit else None


def payment_due(payment: Payment, late_by: timedelta) -> Decimal:
    """Return the money due when a limit was passed by `late_by`: nothing at the limit itself, never above the cap."""
    if late_by <= timedelta(0):
        return Decimal(0)
    periods = late_by // _span(payment.every) if payment.every else 0
    total = payment.first + periods * payment.further
    return total if payment.cap is None else min(total, payment.cap)


def _span(limit: Limit) -> timedelta:
    return timedelta(minutes=limit.amount) if limit.unit is Unit.MINUTE else timedelta(hours=limit.amount)
