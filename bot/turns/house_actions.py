"""The actions in this process: found in the `actions` package, given the desk, run by rasa-sdk's executor."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import structlog
from jsonschema.validators import validator_for  # type: ignore[import-untyped]
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.forms import FormValidationAction
from rasa_sdk.interfaces import Action, ActionExecutionRejection
from rasa_sdk.utils import all_subclasses

from bot.settings import StartError
from bot.wiring import Desk

_log = structlog.get_logger(__name__)


def find_actions(desk: Desk, package: str = "actions") -> ActionExecutor:
    """Return an executor with one instance of every action class of the flat `package`; StartError on twins."""
    module = importlib.import_module(package)
    for found in pkgutil.iter_modules(module.__path__):
        importlib.import_module(f"{package}.{found.name}")
    executor = ActionExecutor()
    for kind in _action_classes(package):
        action = kind(desk)
        name = action.name()
        if name in executor.actions:
            raise StartError(f"actions: two classes are named '{name}'. Rename one.")
        executor.register_function(name, action.run)
    return executor


def check_actions(domain: Domain, executor: ActionExecutor) -> None:
    """Raise StartError when the model wants an action that no class provides."""
    wanted = {name for name in domain.user_actions if not name.startswith("utter_")}
    missing = sorted(wanted - executor.actions.keys())
    if missing:
        raise StartError(f"actions/: no class for {', '.join(missing)}, which domain.yml names. Write it or strike it.")


class HouseActions(EndpointConfig):
    """Rasa's action endpoint without a server: its `request` runs the action here.

    An error in an action fails the turn (`on_failure`), as Rasa alone would go on without the action's part.
    """

    def __init__(self, executor: ActionExecutor, on_failure: Callable[[str, str], None]) -> None:
        super().__init__(url="in-process")
        self._executor = executor
        self._on_failure = on_failure

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = None,
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Run the action that `json` names; a rejection comes back as the 400 that Rasa expects."""
        call = kwargs["json"]
        try:
            return await self._executor.run(call)
        except ActionExecutionRejection as rejection:
            told = json.dumps({"action_name": rejection.action_name, "error": rejection.message})
            raise ClientResponseError(400, "rejected", told) from rejection
        except Exception as error:
            _log.exception("action failed", action=call["next_action"], conversation=call["sender_id"])
            self._on_failure(call["sender_id"], f"{call['next_action']}: {type(error).__name__}")
            raise RasaException(f"{call['next_action']} failed") from error


def check_results_quickly() -> None:
    """Let Rasa check an action's result with a schema prepared once; it prepares it anew every time (14 ms)."""
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def check(_: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = check  # type: ignore[assignment,method-assign]


def _action_classes(package: str) -> Iterator[Callable[[Desk], Action]]:
    for kind in all_subclasses(Action):
        ours = kind.__module__.split(".")[0] == package
        if ours and not inspect.isabstract(kind) and kind.name not in {Action.name, FormValidationAction.name}:
            yield kind
