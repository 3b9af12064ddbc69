"""What the page, the scripted door and the description of the door promise each other."""

from __future__ import annotations

import gzip
import json
from typing import Any

import aiohttp
import jsonschema
import pytest
from openapi_spec_validator import validate_spec
from ruamel.yaml import YAML

from tests.browser import samples
from tests.browser.fake_gateway import WIDGET, FakeGateway, bot

ROOT = WIDGET.parents[1]
SCRIPTS_AT_MOST = 12_000
STYLES_AT_MOST = 4_000


@pytest.fixture(scope="module")
def door() -> dict[str, Any]:
    """The description of the public door, as plain JSON."""
    return json.loads(json.dumps(YAML(typ="safe").load((ROOT / "docs/api/gateway.yaml").read_text(encoding="utf-8"))))


def check(door: dict[str, Any], name: str, value: Any) -> None:
    """Raise unless the value is what the description calls by this name."""
    jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", **door}).validate(value)


def test_the_description_is_openapi(door):
    """docs/api/gateway.yaml is a valid OpenAPI document."""
    validate_spec(door)


async def test_the_scripted_door_keeps_the_description(door, gateway: FakeGateway):
    """What the tests' door sends has the shapes the real one promises."""
    gateway.reply = lambda text: [bot("One.", samples.OUTAGE, "Yes"), bot("Two.", samples.BILL)]
    async with aiohttp.ClientSession(gateway.url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        async with http.get("/chat/history") as response:
            assert response.status == 401
            check(door, "Problem", await response.json(content_type="application/problem+json"))
        async with http.post("/chat/session", json={}) as response:
            check(door, "Session", await response.json())
        async with http.post("/chat/messages", json={"id": "a", "text": "b"}) as response:
            check(door, "Accepted", await response.json())
        async with http.get("/chat/history") as response:
            history = await response.json()
    check(door, "History", history)
    assert len(history["items"]) == 3


def test_the_page_is_light():
    """All scripts together, and all styles together, stay small when packed."""
    for kind, most in (("js", SCRIPTS_AT_MOST), ("css", STYLES_AT_MOST)):
        files = b"".join(path.read_bytes() for path in sorted(WIDGET.glob(f"*.{kind}")))
        assert len(gzip.compress(files, 9)) < most, kind


def test_nothing_inline_and_nothing_from_elsewhere():
    """The page has no inline script or style, loads nothing from other hosts, and never parses a string as markup."""
    page = (WIDGET / "index.html").read_text(encoding="utf-8")
    scripts = "".join(path.read_text(encoding="utf-8") for path in WIDGET.glob("*.js"))

    assert "<style" not in page
    assert " style=" not in page
    assert "</script>" not in page.replace('"></script>', "")
    assert "//" not in page
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert forbidden not in scripts


async def test_the_limit_is_the_doors(door, page, base_url):
    """The page counts to the same number of characters as the door takes."""
    await page.goto(base_url)
    limit = await page.evaluate("async () => (await import('/widget/session.js')).LONGEST_TEXT")

    assert limit == door["components"]["schemas"]["TextMessage"]["properties"]["text"]["maxLength"]


async def test_a_card_has_the_same_labels_on_every_channel(page, base_url):
    """The page's labels are those of the catalogue's wording."""
    wording = YAML(typ="safe").load((ROOT / "bot/catalogue/wording/en.yml").read_text(encoding="utf-8"))
    await page.goto(base_url)
    words = await page.evaluate("async () => JSON.parse(JSON.stringify((await import('/widget/text.js')).cardWords))")

    names = {"will": "will", "will_not": "willNot", "by_when": "byWhen", "best_elsewhere": "bestElsewhere",
             "if_missed": "ifMissed"}  # fmt: skip
    assert {key: words[name] for key, name in names.items()} == {key: wording["labels"][key] for key in names}
