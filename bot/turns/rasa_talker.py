"""Rasa as a talker: its Agent in this process, with our state, our actions and no port."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage

from bot.clock import Clock
from bot.messages.model import Button, Reply, Work
from bot.settings import Settings, StartError
from bot.turns.house_actions import HouseActions, check_actions, check_results_quickly, find_actions
from bot.turns.limits import TurnLimits
from bot.turns.model import load_agent
from bot.turns.talker import Talker, Turn, TurnFailed, said
from bot.turns.tracker import OpenTurns, as_state
from bot.wiring import open_desk

_SORRY = "utter_turn_failed"


class Collector(OutputChannel):
    """Collects the bot's messages whole; Rasa's own channels split and flatten them."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        """Return the name that response variations may ask for."""
        return "plainwatt"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one message with its text, card and buttons, unless it is empty."""
        reply = as_reply(message)
        if reply.text or reply.card or reply.buttons:
            self.replies.append(reply)


class RasaTalker(Talker):
    """Leads the dialogue with a loaded Agent whose tracker store is `turns`."""

    def __init__(self, agent: Agent, turns: OpenTurns, limits: TurnLimits) -> None:
        self._agent = agent
        self._turns = turns
        self._limits = limits
        self._sorry = _failure_reply(agent)
        if agent.processor is not None:
            agent.processor.on_circuit_break = self._too_many_actions  # type: ignore[assignment]

    @property
    def sorry(self) -> Reply:
        """Return the model's `utter_turn_failed`."""
        return self._sorry

    async def reply(self, work: Work) -> Turn:
        """Run one turn; TurnFailed when an action failed or the actions went round in circles."""
        about = {"message_id": work.message_id, "conversation_id": work.conversation_id, "channel": work.channel}
        collector = Collector()
        message = UserMessage(
            text=said(work),
            output_channel=collector,
            sender_id=work.conversation_id,
            input_channel=work.channel,
            message_id=work.message_id,
            metadata=about,
        )
        with self._turns.turn(work.conversation_id, work.tracker_state) as turn:
            await self._agent.handle_message(message)
            if turn.failure or turn.tracker is None:
                raise TurnFailed(turn.failure or "no state")
            state = as_state(turn.tracker, self._limits.history_events, self._limits.kept_events)
        return Turn(replies=tuple(collector.replies), tracker_state=state)

    def _too_many_actions(self, tracker: Any, *_: Any) -> None:
        self._turns.fail(tracker.sender_id, "too many actions in a row")


@asynccontextmanager
async def open_talker(
    settings: Settings, model: Path, limits: TurnLimits, clock: Clock | None = None
) -> AsyncIterator[Talker]:
    """Open the desk, find the actions and load the model; close the desk at the end. Raises StartError."""
    desk = await open_desk(settings, clock)
    try:
        executor, turns = find_actions(desk), OpenTurns()
        check_results_quickly()
        agent = load_agent(model, turns, HouseActions(executor, turns.fail))
        if agent.domain is None:
            raise StartError(f"{model}: it holds no domain. Run `make train`.")
        check_actions(agent.domain, executor)
        yield RasaTalker(agent, turns, limits)
    finally:
        await desk.close()


def as_reply(message: Mapping[str, Any]) -> Reply:
    """Return a message of Rasa as a reply of ours; the card is what its `custom` part holds under `card`."""
    custom = message.get("custom") or {}
    buttons = message.get("buttons") or []
    return Reply(
        text=(message.get("text") or "").strip(),
        card=custom.get("card"),
        buttons=tuple(Button(str(each["title"]), str(each["payload"])) for each in buttons),
    )


def _failure_reply(agent: Agent) -> Reply:
    responses = agent.domain.responses if agent.domain is not None else {}
    variations = responses.get(_SORRY) or [{}]
    reply = as_reply(variations[0])
    if not reply.text:
        raise StartError(f"data/responses/smalltalk.yml: '{_SORRY}' is missing in the model. Add it, run `make train`.")
    return reply
