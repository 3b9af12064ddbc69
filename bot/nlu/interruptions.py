"""The policy that lets a customer change the subject in the middle of any form.

Rasa gives an active form the word before any rule. This policy is the one exception, made once for all forms:
a rule that begins with an intent holds inside a form too. What it says is learned from the rules themselves.
After the answer Rasa returns to the form by itself, unless the action ended it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

FILE = "interruptions.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class Interruptions(Policy):
    """Predicts the first action of an intent's rule while a form waits for something else."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: which intents always, which never interrupt, and how sure the others must be."""
        return {
            "priority": 7,
            "always": [],
            "never": [],
            "confidence": 0.5,
            "confidence_over_free_text": 0.8,
            "answered_by": {},
            "free_text": [],
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        first_actions: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context)
        self._first_actions = dict(first_actions or {})

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **_: Any) -> Resource:
        """Learn from the rules which action an intent starts with."""
        for tracker in training_trackers:
            found = _first_action(tracker) if tracker.is_rule_tracker else None
            if found:
                self._first_actions[found[0]] = found[1]
        with self._model_storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(self._first_actions, sort_keys=True))
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> Interruptions:
        """Return the policy as it was trained."""
        with model_storage.read_from(resource) as folder:
            first_actions = json.loads((folder / FILE).read_text())
        return cls(config, model_storage, resource, execution_context, first_actions)

    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: dict[str, Any] | None = None, **_: Any
    ) -> PolicyPrediction:
        """Return the interrupting action with certainty, or nothing at all."""
        probabilities = self._default_predictions(domain)
        action = self._interruption(tracker)
        if action:
            probabilities[domain.index_for_action(action)] = 1.0
        # "No user" predictions are the only kind that Rasa ranks as high as an active form.
        return self._prediction(probabilities, is_no_user_prediction=action is not None)

    def _interruption(self, tracker: DialogueStateTracker) -> str | None:
        message = tracker.latest_message
        if not tracker.active_loop_name or tracker.latest_action_name != ACTION_LISTEN_NAME or not message:
            return None
        intent = str(message.intent.get("name") or "")
        action = self._first_actions.get(intent)
        if action is None or action == tracker.active_loop_name or intent in self.config["never"]:
            return None
        pressed = (message.text or "").startswith("/")
        if pressed or intent in self.config["always"]:
            return action
        asked = str(tracker.get_slot(REQUESTED_SLOT) or "")
        return action if self._rather_than_answer(message, asked) else None

    def _rather_than_answer(self, message: UserUttered, asked: str) -> bool:
        """Say whether the message is another subject, not an answer to what was asked."""
        answers = set(self.config["answered_by"].get(asked, ()))
        if answers & {entity.get("entity") for entity in message.entities}:
            return False
        free = asked in self.config["free_text"]
        needed = self.config["confidence_over_free_text" if free else "confidence"]
        return float(message.intent.get("confidence") or 0) >= float(needed)


def _first_action(tracker: TrackerWithCachedStates) -> tuple[str, str] | None:
    """Return intent and action of a rule that starts with an intent outside any form."""
    events = [
        event
        for event in tracker.events
        if isinstance(event, UserUttered)
        or (isinstance(event, ActionExecuted) and event.action_name not in {ACTION_LISTEN_NAME, "..."})
    ]
    if len(events) < 2 or not isinstance(events[0], UserUttered) or not isinstance(events[1], ActionExecuted):
        return None
    intent, action = events[0].intent.get("name"), events[1].action_name
    return (intent, action) if intent and action else None
