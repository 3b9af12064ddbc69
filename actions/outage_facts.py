"""An outage in words: what is known, and never a time that has passed."""

from __future__ import annotations

from collections.abc import Iterable

from actions.turn import Facts, Turn
from bot.backends.outages import Outage, OutageStatusKind


def running(outages: Iterable[Outage]) -> Outage | None:
    """Return the newest outage that is still on, else the newest that was restored, else None."""
    known = [outage for outage in outages if outage.status is not OutageStatusKind.CLOSED]
    return next((outage for outage in known if outage.restored_at is None), next(iter(known), None))


def facts_of(turn: Turn, outage: Outage) -> Facts:
    """Return the facts of an outage as sentences, and `etr` and `next_update` as moments for the card."""
    words = turn.figures
    ahead = outage.ert if outage.ert and outage.ert.ert > turn.now else None
    update = outage.next_update_at if outage.next_update_at and outage.next_update_at > turn.now else None
    what = "utter_outage_planned" if outage.planned else f"utter_outage_{outage.status.value.lower()}"
    cause = "utter_outage_cause" if outage.cause else "utter_outage_cause_unknown"
    crew = turn.phrase(f"utter_crew_{outage.crew_status.value.lower()}")
    return {
        "outage_area": outage.area_name,
        "since": words.moment(outage.started_at),
        "restored": words.moment(outage.restored_at) if outage.restored_at else "",
        "what": turn.phrase(what),
        "about_cause": turn.phrase(cause, cause=outage.cause),
        "about_crew": turn.phrase("utter_outage_crew", crew=crew),
        "affected": turn.phrase("utter_outage_affected", count=words.number(outage.customers_affected)),
        "estimate": _estimate(turn, outage),
        "update": turn.phrase("utter_outage_next_update", time=words.moment(update)) if update else "",
        "etr": ahead.ert.isoformat() if ahead else "",
        "next_update": update.isoformat() if update else "",
    }


def _estimate(turn: Turn, outage: Outage) -> str:
    estimate, words = outage.ert, turn.figures
    if estimate is None:
        return turn.phrase("utter_estimate_none")
    if estimate.ert <= turn.now:
        return turn.phrase("utter_estimate_passed")
    earlier = [each for each in outage.ert_history if each.made_at < estimate.made_at and each.ert != estimate.ert]
    if not earlier:
        return turn.phrase("utter_estimate", time=words.moment(estimate.ert))
    before = words.moment(earlier[-1].ert)
    return turn.phrase("utter_estimate_changed", time=words.moment(estimate.ert), before=before, reason=estimate.reason)
