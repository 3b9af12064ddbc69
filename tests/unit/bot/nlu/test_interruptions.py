"""A customer may change the subject inside any form."""

from __future__ import annotations

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.interruptions import Interruptions

DOMAIN = Domain.from_yaml(
    """
    intents: [thank, inform, report_hazard, ask_form, give_form]
    slots:
      colour: {type: any, mappings: [{type: custom}]}
      address: {type: any, mappings: [{type: custom}]}
    forms:
      ask_form: {required_slots: [colour, address]}
    actions: [action_thank, action_hazard, action_form]
    """
)
CONFIG = {
    **Interruptions.get_default_config(),
    "always": ["report_hazard"],
    "never": ["inform"],
    "answered_by": {"colour": ["colour"]},
    "free_text": ["address"],
}
RULES = {
    "thank": "action_thank",
    "inform": "action_form",
    "report_hazard": "action_hazard",
    "ask_form": "ask_form",
}


def rule(intent: str, action: str) -> TrackerWithCachedStates:
    """Return a rule as Rasa hands it to policies."""
    events = [ActionExecuted("action_listen"), UserUttered(intent={"name": intent}), ActionExecuted(action)]
    return TrackerWithCachedStates.from_events(intent, events, slots=DOMAIN.slots, domain=DOMAIN, is_rule_tracker=True)


@pytest.fixture
def policy(tmp_path):
    """The policy, trained on the rules and loaded again."""
    storage, resource = LocalModelStorage.create(tmp_path), Resource("interruptions")
    context = ExecutionContext(GraphSchema({}))
    trained = Interruptions.create(CONFIG, storage, resource, context)
    trained.train([rule(intent, action) for intent, action in RULES.items()], DOMAIN)
    return Interruptions.load(CONFIG, storage, resource, context)


def predicted(policy, intent, *, text="hm", sure=0.9, asked="colour", entities=(), form="ask_form"):
    """Return the action predicted for a message while a form asks for a slot."""
    parsed = [{"entity": entity, "value": "x"} for entity in entities]
    tracker = DialogueStateTracker("c", DOMAIN.slots)
    for event in (
        ActiveLoop(form),
        SlotSet("requested_slot", asked),
        ActionExecuted("action_listen"),
        UserUttered(text, {"name": intent, "confidence": sure}, parsed),
    ):
        tracker.update(event, DOMAIN)
    prediction = policy.predict_action_probabilities(tracker, DOMAIN)
    best = max(prediction.probabilities)
    assert prediction.is_no_user_prediction == (best > 0)
    return DOMAIN.action_names_or_texts[prediction.probabilities.index(best)] if best else None


def test_another_subject_interrupts(policy):
    """A sure intent with a rule of its own is answered by that rule's action."""
    assert predicted(policy, "thank") == "action_thank"


def test_outside_a_form_the_rules_decide(policy):
    """Without a form the policy says nothing."""
    assert predicted(policy, "thank", form=None) is None


def test_an_answer_is_the_forms(policy):
    """Intents that answer are never taken from the form."""
    assert predicted(policy, "inform") is None


def test_a_message_that_answers_is_the_forms(policy):
    """A message that names what was asked is an answer, whatever its intent."""
    assert predicted(policy, "thank", entities=["colour"]) is None


def test_an_unsure_intent_does_not_interrupt(policy):
    """What is not surely another subject is taken for an answer."""
    assert predicted(policy, "thank", sure=0.4) is None


def test_over_free_text_it_must_be_surer(policy):
    """Names and addresses are easily mistaken for a wish."""
    assert predicted(policy, "thank", sure=0.7) == "action_thank"
    assert predicted(policy, "thank", sure=0.7, asked="address") is None


def test_danger_always_interrupts(policy):
    """Danger interrupts even where the message also answers."""
    assert predicted(policy, "report_hazard", sure=0.1, entities=["colour"]) == "action_hazard"


def test_a_pressed_button_interrupts(policy):
    """A button says what it says."""
    assert predicted(policy, "thank", text="/thank", sure=0.1, asked="address") == "action_thank"


def test_the_forms_own_intent_does_not_interrupt(policy):
    """Asking for the same thing again goes on with it."""
    assert predicted(policy, "ask_form") is None
