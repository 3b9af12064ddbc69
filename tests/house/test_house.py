"""The rules of the house, kept by machine."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.settings import ROOT, Settings

LONGEST_FILE = 320
TOP_LEVEL = {
    ".ci", ".env.example", ".gitignore", ".pre-commit-config.yaml", ".python-version", "CHANGELOG.md",
    "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "actions", "benchmarks", "bot", "config.yml",
    "credentials.yml", "data", "deploy", "docs", "domain.yml", "endpoints.yml", "models", "pyproject.toml",
    "tests", "uv.lock",
}  # fmt: skip


def tracked(pattern: str = "") -> Iterator[Path]:
    """Yield the files git keeps."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607 -- git is on the path
    for name in listed.stdout.splitlines():
        if re.search(pattern, name) and (ROOT / name).exists():
            yield ROOT / name


def yaml(path: Path) -> dict:
    """Read one YAML file."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}


def responses() -> Iterator[str]:
    """Yield the name of every response, as often as it is defined."""
    for path in sorted((ROOT / "data" / "responses").glob("*.yml")):
        yield from yaml(path)["responses"]


def test_top_level_is_the_design():
    """Nothing stands at the top level but what the design puts there."""
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP_LEVEL


def test_actions_are_flat():
    """The action folder has no sub-package: rasa-sdk 3.6 breaks on them."""
    assert [path for path in (ROOT / "actions").iterdir() if path.is_dir() and path.name != "__pycache__"] == []


def test_every_response_is_defined_once():
    """No response is defined in two files: Rasa would silently take one of them."""
    assert [name for name, count in Counter(responses()).items() if count > 1] == []


def test_every_response_named_in_python_exists():
    """An action never speaks by a name nobody wrote a sentence for."""
    named = {
        found
        for path in tracked(r"^(actions|bot)/.*\.py$")
        for found in re.findall(r"[\"'](utter_[a-z0-9_]+)[\"']", path.read_text(encoding="utf-8"))
    }

    assert named - set(responses()) == set()


def test_domain_holds_no_sentence():
    """The domain is vocabulary only; sentences stand in data/responses."""
    assert "responses" not in yaml(ROOT / "domain.yml")


def test_actions_of_the_domain_are_the_actions_of_the_code():
    """Every action the domain names is written, and every written one is named."""
    written = {
        match
        for path in tracked(r"^actions/.*\.py$")
        for match in re.findall(
            r"def name\(self\) -> (?:str|Text):\s+(?:\"\"\".*?\"\"\"\s+)?return \"([a-z_]+)\"",
            path.read_text(encoding="utf-8"),
            re.DOTALL,
        )
    }
    named = {name for name in yaml(ROOT / "domain.yml")["actions"] if not name.startswith("utter_")}

    assert named - {"action_listen", "action_default_fallback", "action_session_start"} <= written
    assert written <= named | {"action_default_fallback", "action_session_start"}


def test_service_id_is_its_file_name():
    """A service is found by its name."""
    for path in tracked(r"^bot/catalogue/profiles/[^/]+/services/.*\.yml$"):
        assert yaml(path).get("id", path.stem) == path.stem, path


def test_every_setting_is_shown():
    """Every setting stands in .env.example, and nothing else does."""
    shown = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert shown == {name.upper() for name in Settings.__fields__}


def test_only_settings_reads_the_environment():
    """One reader of the environment; `train` and the worker may only hand it on or quieten libraries in it."""
    readers = {
        str(path.relative_to(ROOT))
        for path in tracked(r"^(actions|bot)/.*\.py$")
        if re.search(r"os\.environ\.get|os\.environ\[[^\]]+\](?!\s*=)|os\.getenv|getenv\(", path.read_text())
    }

    assert readers <= {"bot/settings.py"}


def test_every_make_target_is_in_the_readme():
    """What can be made is told in the README."""
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    readme = (ROOT / "README.md").read_text()

    assert [target for target in targets if f"make {target}" not in readme] == []


def test_paths_named_in_the_readme_exist():
    """The map of the house shows no room that is not there."""
    named = re.findall(
        r"`((?:bot|actions|data|docs|tests|deploy|models)/[A-Za-z0-9_./-]*)`", (ROOT / "README.md").read_text()
    )

    assert named != []
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_files_stay_small():
    """No file of ours is longer than a person reads at a sitting."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked(r"^(actions|bot)/(?!.*/migrations/).*\.(py|js|css)$")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }

    assert long == {}


def test_no_path_of_one_machine():
    """No file names a path of the machine it was written on."""
    own = str(ROOT) + "/"

    assert [path for path in tracked(r"\.(py|md|yml|yaml|toml|sh|js|css|html)$") if own in path.read_text()] == []


@pytest.mark.parametrize("path", [pytest.param(p, id=str(p.relative_to(ROOT))) for p in tracked(r"^bot/.*\.py$")])
def test_nothing_happens_on_import(path):
    """No module opens an engine, a session or a file when it is imported."""
    calls = {"create_engine", "open_engine", "open", "read_text", "ClientSession", "read_settings"}
    body = ast.parse(path.read_text(encoding="utf-8")).body
    statements = [node for node in body if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Expr))]
    called = {
        getattr(call.func, "attr", getattr(call.func, "id", ""))
        for statement in statements
        for call in ast.walk(statement)
        if isinstance(call, ast.Call)
    }

    assert called & calls == set()
