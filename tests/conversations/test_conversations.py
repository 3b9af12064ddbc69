"""The scripts of this folder, spoken through the public door with the trained model and the real backend."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial

import pytest

from tests.conversations.assistant import Assistant
from tests.conversations.expect import deeds, findings, recorded
from tests.conversations.script import Case, Step, filled
from tests.conversations.talk import NoButton, Talk

# the first test waits until the model is loaded
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def test_conversation(assistant: Assistant, case: Case) -> None:
    """Every reply holds what the script says, and the systems behind hold what was asked for and nothing else."""
    await assistant.begin()
    await asyncio.gather(*(_run(assistant, steps) for steps in (case.steps, case.meanwhile) if steps))


async def _run(assistant: Assistant, steps: Iterable[Step]) -> None:
    before = recorded(assistant.backend.engine)
    async with assistant.customer() as customer:
        talk = Talk(customer)
        for step in steps:
            if step.act == "backend":
                talk.transcript.append(f"--------  the backend is {step.what}")
                await (assistant.backend.stop() if step.what == "down" else assistant.backend.back())
                continue
            expected = filled(step.expected, assistant.facts)
            act = partial(talk.say if step.act == "customer" else talk.press, again=step.again)
            try:
                answer = await act(filled(step.what, assistant.facts))
            except NoButton as error:
                _fail(talk, [f"no button to press: {error}"])
            problems = [*findings(answer, expected)]
            after = recorded(assistant.backend.engine)
            for kind in ("ticket", "application"):
                if kind in expected:
                    problems += deeds(before[kind], after[kind], expected[kind], kind)
            if problems:
                _fail(talk, problems)


def _fail(talk: Talk, problems: Iterable[str]) -> None:
    pytest.fail("\n".join([*talk.transcript, "", *(f"!! {problem}" for problem in problems)]), pytrace=False)
