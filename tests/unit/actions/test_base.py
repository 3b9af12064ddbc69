"""Every failure has a spoken answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.base import DeskAction
from bot.backends.errors import BackendError, NotFound, Refused, Unavailable


def failing(error: Exception) -> Callable[..., DeskAction]:
    """Return the class of an action that speaks and then fails; made abstract for nobody to find."""

    async def answer(self, turn):
        turn.say("utter_what_now")
        raise error

    return type("Failing", (DeskAction,), {"answer": answer, "name": lambda self: "failing", "__module__": "tests"})


async def run(desk, error):
    """Run an action that fails so."""
    dispatcher = CollectingDispatcher()
    tracker = Tracker("c", {}, {"text": "my secret"}, [], False, None, {}, None)
    events = await failing(error)(desk).run(dispatcher, tracker, {})
    return dispatcher.messages, events


@pytest.mark.parametrize("system", ["billing", "outages", "installations"])
@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Unavailable, "utter_system_unavailable"),
        (NotFound, "utter_not_found"),
        (lambda system: Refused(system, "place_not_served"), "utter_refused"),
        (lambda system: Refused(system, "a_reason_nobody_knows"), "utter_refused"),
        (BackendError, "utter_refused"),
    ],
)
async def test_each_failure_of_each_system_is_one_sentence(desk, system, error, sentence):
    """What was half said is taken back, and the failure told once."""
    messages, _ = await run(desk, error(system))

    assert [message["response"] for message in messages] == [sentence]
    assert "{" not in messages[0]["text"]


async def test_an_unexpected_error_is_spoken_without_its_text(desk, caplog, capsys):
    """The customer hears that something went wrong; neither log nor answer holds what they said."""
    messages, events = await run(desk, KeyError("my secret"))

    assert [message["response"] for message in messages] == ["utter_turn_failed"]
    assert events == []
    assert "my secret" not in caplog.text + capsys.readouterr().out
