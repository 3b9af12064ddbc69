"""What all actions share: the desk, and a spoken answer for every failure."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

import structlog
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import several
from actions.sentences import has_sentence
from actions.turn import Turn
from bot.backends.errors import BackendError, NotFound, Refused, Unavailable

if TYPE_CHECKING:
    from bot.wiring import Desk

log = structlog.get_logger(__name__)


class _LateDesk:
    """The desk of `rasa run actions`, opened by the first action that needs it."""

    def __init__(self) -> None:
        self._desk: Desk | None = None
        self._opening: asyncio.Lock | None = None

    async def get(self) -> Desk:
        from bot.settings import read_settings
        from bot.wiring import open_desk

        self._opening = self._opening or asyncio.Lock()
        async with self._opening:
            if self._desk is None:
                self._desk = await open_desk(read_settings())
        return self._desk


_late_desk = _LateDesk()


class DeskAction(Action, ABC):
    """Answers from the desk. A failure is told in words: never a stack trace, never silence."""

    keeps: ClassVar[bool] = False
    """True where what the customer said for a task is kept when a system fails."""
    ends_task: ClassVar[bool] = True
    """False where the answer is no end of what was asked, so that nothing else is taken up after it."""
    starts_next: ClassVar[bool] = True
    """False where what was asked besides is offered after the answer, and not begun at once."""

    def __init__(self, desk: Desk | None = None) -> None:
        self._desk = desk

    @abstractmethod
    async def answer(self, turn: Turn) -> list[EventType] | None:
        """Speak, and return further events; may raise a backend's error, which `run` puts into words."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Answer the customer; Rasa calls this."""
        turn = None
        try:
            turn = Turn(self._desk or await _late_desk.get(), dispatcher, tracker)
            return await self._answered(turn)
        except Exception as error:  # noqa: BLE001 -- the customer must hear something whatever went wrong
            # The class only: a message may carry what the customer said.
            log.error("action.failed", action=self.name(), error=type(error).__name__, at=_where(error))  # noqa: TRY400
            dispatcher.messages.clear()
            dispatcher.utter_message(response="utter_turn_failed")
            return self.after_failure(turn) if turn else []

    async def _answered(self, turn: Turn) -> list[EventType]:
        new, safe = several.hear(turn), self.starts_next and turn.slot("set_aside") is None
        try:
            further = list(await self.answer(turn) or [])
        except BackendError as error:
            turn.dispatcher.messages.clear()
            say_failure(turn, error, keeps=self.is_kept(turn))
            further, safe = self.after_failure(turn), False
        further += self._others(turn, further, new, safe)
        return turn.events + further

    def _others(self, turn: Turn, further: list[EventType], new: bool, safe: bool) -> list[EventType]:
        """See to what was asked besides: it waits while this task goes on, and is taken up when it is done."""
        stops = any(event["event"] == "active_loop" and event["name"] is None for event in further)
        hands_over = any(event["event"] == "followup" and event["name"] != "action_listen" for event in further)
        if hands_over or (turn.tracker.active_loop_name and not stops):
            if new and several.waiting(turn):
                several.acknowledge(turn)
            return []
        return several.go_on(turn, new, safe=safe and not stops) if self.ends_task else []

    def is_kept(self, turn: Turn) -> bool:
        """Say whether what the customer said for this task is kept now."""
        return self.keeps

    def after_failure(self, turn: Turn) -> list[EventType]:
        """Return what must be undone when the answer failed; nothing, unless a form says otherwise."""
        return []


def say_failure(turn: Turn, error: BackendError, *, keeps: bool) -> None:
    """Tell the customer which of the three failures it was, of which system, and what is still possible."""
    if isinstance(error, Unavailable):
        turn.say(
            "utter_system_unavailable",
            cannot=turn.phrase(f"utter_cannot_see_{error.system}"),
            still=turn.phrase(f"utter_still_can_{error.system}"),
            kept=turn.phrase("utter_kept") if keeps else "",
        )
    elif isinstance(error, NotFound):
        turn.say("utter_not_found", what=turn.phrase(f"utter_not_found_{error.system}"))
    else:
        code = error.code if isinstance(error, Refused) else ""
        reason = f"utter_refused_{code}" if has_sentence(f"utter_refused_{code}") else "utter_refused_other"
        turn.say("utter_refused", reason=turn.phrase(reason))


def _where(error: BaseException) -> str:
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    return f"{frame.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{frame.tb_lineno}" if frame else ""
