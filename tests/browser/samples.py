"""Cards as the catalogue sends them: one of each kind of promise, to be drawn and read."""

from __future__ import annotations

from typing import Any

OUTAGE = {
    "version": 1,
    "service": "fault_repair",
    "title": "Repair of a power cut",
    "level": "basic",
    "answer": "Your report is with our repair team. The number is T-4821.",
    "will": [
        "A repair crew sent to your street, day or night",
        "A report number you can use to ask for news",
        "The cause, once the crew has found it",
    ],
    "will_not": [
        "A fixed time when your own power is back",
        "Money for the time without power",
    ],
    "by_when": {
        "text": "A crew arrives in 45 minutes on average in towns.",
        "kind": "target_average",
        "due": "2031-05-06T14:45:00+08:00",
        "measured_from": "your report",
    },
    "best_elsewhere": {
        "text": "Binzhou reached homes in towns in about 10 minutes on average (Spring Festival 2014). "
        "That was one holiday week in one city."
    },
    "if_missed": "We tell you why and give a new time. No payment is due for this.",
    "next": [],
    "sources": [
        {"text": "State Grid, Ten Service Commitments, item 3 (2022)"},
        {"text": "Binzhou Daily, 10 February 2014"},
    ],
    "brief": "A crew comes in 45 minutes on average in towns. No fixed time for your own home.",
    "full": True,
}

CONNECTION = {
    "version": 1,
    "service": "new_connection",
    "title": "New connection for a home",
    "level": "basic",
    "answer": "Your application is A-1093. The next step is ours.",
    "will": ["A reply with the connection plan", "A meter on the agreed day", "No fee for the meter"],
    "will_not": ["Wiring inside your home", "A switch-on before the safety check is passed"],
    "by_when": {
        "text": "Power within 3 working days once your papers are complete.",
        "kind": "guarantee",
        "due": "2031-05-09T17:00:00+08:00",
        "measured_from": "the day your papers are complete",
    },
    "best_elsewhere": None,
    "if_missed": "We tell you first, with the reason and a new date. You can complain on 12398.",
    "next": [],
    "sources": [{"text": "State Grid, Ten Service Commitments, item 5 (2022)"}],
    "brief": "Power within 3 working days once your papers are complete. Guaranteed.",
    "full": True,
}

BILL = {
    "version": 1,
    "service": "bill_query",
    "title": "Bill questions",
    "level": "basic",
    "answer": "You owe ¥182.40. It is due on 20 May.",
    "will": ["Each line of your bill explained"],
    "will_not": ["A change to the bill in this chat"],
    "by_when": {"text": "You have the answer now.", "kind": "no_commitment", "due": None, "measured_from": None},
    "best_elsewhere": None,
    "if_missed": "Ask again, or ask for the bill to be checked.",
    "next": [],
    "sources": [],
    "brief": "I explain every line. I cannot change the bill here.",
    "full": True,
}

RESTORATION = {
    **OUTAGE,
    "title": "When your power is back",
    "level": "exceeding",
    "by_when": {
        "text": "The crew expects to finish this afternoon. This can change.",
        "kind": "estimate",
        "due": "2031-05-06T17:30:00+08:00",
        "measured_from": None,
    },
}


def brief(card: dict[str, Any]) -> dict[str, Any]:
    """Return the card as it comes when the conversation has shown it before."""
    return {**card, "full": False}
