"""A desk of fakes, and a talk that runs the actions as Rasa does, without Rasa."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.utils import all_subclasses

import actions
from actions.sentences import has_sentence, sentences
from bot import catalogue
from bot.nlu.entities import find_entities
from bot.settings import ROOT, Settings
from bot.wiring import Desk
from tests.fakes import FakeBilling, FakeInstallations, FakeOutages, FixedClock


class FakeIdentity:
    """Proves by asking billing, and forgets nothing."""

    def __init__(self, billing: FakeBilling) -> None:
        self._billing = billing
        self.proved: dict[str, str] = {}

    async def prove(self, conversation_id: str, account_number: str, postcode: str) -> bool:
        """Remember a right pair."""
        right = await self._billing.verify(account_number, postcode)
        if right:
            self.proved[conversation_id] = account_number
        return right

    async def proved_account(self, conversation_id: str) -> str | None:
        """Return what was proved."""
        return self.proved.get(conversation_id)


class Talk:
    """One conversation: `does` runs an action for a message, `says` gives a message to the form that is open."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.slots: dict[str, object] = {}
        self.events: list[dict] = []
        self.form: str | None = None
        self.messages: list[dict] = []
        self._turns = 0
        for found in pkgutil.iter_modules(actions.__path__):
            importlib.import_module(f"actions.{found.name}")
        kinds = (kind for kind in all_subclasses(Action) if kind.__module__.startswith("actions."))
        self.actions = {each.name(): each for each in (k(desk) for k in kinds if not k.__abstractmethods__)}

    @property
    def text(self) -> str:
        """Everything said in the last turn."""
        return "\n".join(message["text"] or "" for message in self.messages)

    @property
    def spoken(self) -> list[str]:
        """The names of the sentences of the last turn."""
        return [message["response"] for message in self.messages if message["response"]]

    @property
    def buttons(self) -> list[dict]:
        """The buttons of the last turn."""
        return [button for message in self.messages for button in message["buttons"]]

    @property
    def card(self) -> dict:
        """The last card of the last turn."""
        return [message["custom"]["card"] for message in self.messages if message["custom"].get("card")][-1]

    async def does(
        self, action: str, text: str = "", intent: str = "", pressed: dict | None = None, **understood: object
    ) -> Talk:
        """Run an action, or a form, for a message of the customer, and whatever it hands over to.

        `others` is what the message asks besides, `close` the intents that came near one not understood.
        """
        self._hear(text, intent, pressed)
        self.latest["other_intents"] = understood.get("others", [])
        self.latest["close_intents"] = understood.get("close", [])
        self.latest["intent_ranking"] = understood.get("ranking", [])
        await self._run(action)
        return self

    async def says(self, text: str = "", intent: str = "inform", pressed: dict | None = None) -> Talk:
        """Answer the form that is open."""
        assert self.form is not None
        return await self.does(self.form, text, intent, pressed)

    def _hear(self, text: str, intent: str, pressed: dict | None) -> None:
        self._turns += 1
        named = [entity.as_dict() for entity in find_entities(text)]
        named += [{"entity": label, "value": value} for label, value in (pressed or {}).items()]
        self.latest = {
            "text": text or f"/{intent}",
            "intent": {"name": intent, "confidence": 1.0},
            "entities": named,
            "metadata": {"message_id": f"m{self._turns}"},
        }
        self.messages = []
        self.events.append({"event": "user", "parse_data": self.latest})

    async def _run(self, action: str) -> None:
        if action.endswith("_form") and action not in self.actions:
            await self._run_form(action)
            return
        await self._follow(await self._call(action))

    async def _run_form(self, form: str) -> None:
        if self.form != form:
            self.form = form
            self.events.append({"event": "active_loop", "name": form})
        events = await self._call(f"validate_{form}")
        asked = self.slots.get("requested_slot")
        if self.form and asked:
            await self._ask(form, str(asked))
        elif self.form:
            self._apply([{"event": "active_loop", "name": None}])
        await self._follow(events)

    async def _ask(self, form: str, slot: str) -> None:
        if f"action_ask_{form}_{slot}" in self.actions:
            await self._call(f"action_ask_{form}_{slot}")
            return
        name = next(n for n in (f"utter_ask_{form}_{slot}", f"utter_ask_{slot}", "") if not n or has_sentence(n))
        if f"action_ask_{slot}" in self.actions:
            await self._call(f"action_ask_{slot}")
            return
        self.messages.append({"text": sentences()[name], "response": name, "buttons": [], "custom": {}})

    async def _call(self, action: str) -> list[dict]:
        loop = {"name": self.form} if self.form else {}
        tracker = Tracker("talk", dict(self.slots), self.latest, list(self.events), False, None, loop, None)
        dispatcher = CollectingDispatcher()
        events = await self.actions[action].run(dispatcher, tracker, {})
        self.messages += dispatcher.messages
        self._apply(events)
        self.events.append({"event": "action", "name": action.removeprefix("validate_")})
        return events

    async def _follow(self, events: list[dict]) -> None:
        for event in events:
            if event["event"] == "followup" and event["name"] != "action_listen":
                await self._run(event["name"])

    def _apply(self, events: list[dict]) -> None:
        for event in events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                self.form = event["name"]
            self.events.append(event)


@pytest.fixture
def desk() -> Desk:
    """A desk with fakes on it and the real catalogue."""
    billing = FakeBilling()
    return Desk(
        settings=Settings(),
        clock=FixedClock(),
        catalogue=catalogue.load(ROOT / "bot" / "catalogue" / "profiles" / "state_grid"),
        billing=billing,
        outages=FakeOutages(),
        installations=FakeInstallations(),
        identity=FakeIdentity(billing),
    )


@pytest.fixture
def talk(desk) -> Talk:
    """A conversation at that desk."""
    return Talk(desk)


@pytest.fixture
def proved(talk) -> Talk:
    """A conversation in which Lin proved who she is."""
    talk.desk.identity.proved["talk"] = "1000000001"
    return talk
