"""The loader: what is right is read as it stands, and a profile that is not whole is refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue import CatalogueError, load
from bot.catalogue.kinds import Area, Business, Level, Part, PromiseKind, Segment, Unit
from bot.catalogue.loader import examine
from bot.catalogue.model import Limit

Spoil = Callable[[str, str, str], Path]
S = "services/meter_test.yml"


def test_a_missing_file_is_named(folder: Path) -> None:
    """A profile without its sources says so."""
    (folder / "sources.yml").unlink()
    with pytest.raises(CatalogueError, match=r"small/sources.yml:1: cannot be read \(No such file or directory\)"):
        load(folder)


def test_an_empty_file_is_named(folder: Path) -> None:
    """A file with nothing in it is a mistake, not an empty service."""
    (folder / S).write_text("# later\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"meter_test.yml:1: the file is empty"):
        load(folder)


def test_a_file_that_is_no_text_is_named(folder: Path) -> None:
    """Bytes that are not UTF-8 are told as such."""
    (folder / S).write_bytes(b"title: \xff\xfe")
    with pytest.raises(CatalogueError, match="not YAML in UTF-8"):
        load(folder)


def test_a_profile_without_services_is_a_mistake(folder: Path) -> None:
    """A company that offers nothing has forgotten something."""
    (folder / S).unlink()
    with pytest.raises(CatalogueError, match="there is no service"):
        load(folder)


def test_the_file_name_is_the_service_id(folder: Path) -> None:
    """A name that cannot be an id is refused."""
    (folder / S).rename(folder / "services" / "Meter-Test.yml")
    with pytest.raises(CatalogueError, match="Meter-Test.yml:1: the file's name is no service id"):
        load(folder)


def test_every_file_is_examined(folder: Path, spoil: Spoil) -> None:
    """One broken file does not hide the mistakes of the next."""
    (folder / "services" / "second.yml").write_text("title: x\n", encoding="utf-8")
    catalogue, problems = examine(spoil(S, "level: basic", "level: best"))
    assert catalogue is None
    assert [problem.file for problem in problems] == ["small/services/meter_test.yml", "small/services/second.yml"]


def test_what_is_right_is_read(folder: Path) -> None:
    """A whole file becomes the model it describes."""
    service = load(folder).service("meter_test")
    pledge = service.pledge("result")
    assert (service.part, service.business, service.level) == (
        Part.BUSINESS_SERVICE,
        Business.FEE_VERIFICATION,
        Level.BASIC,
    )
    assert service.levels == {Segment.INDUSTRIAL: Level.PRICE_RELATED}
    assert pledge.kind is PromiseKind.GUARANTEE
    assert [standard.limits[0].limit for standard in pledge.standards] == [
        Limit(9, Unit.WORKING_DAY),
        Limit(5, Unit.WORKING_DAY),
    ]
    assert pledge.standards[0].origin.source.text == "Our charter"


def test_limits_may_depend_on_the_area(folder: Path, spoil: Spoil) -> None:
    """Each limit of a list keeps for whom it holds."""
    spoil(S, "within: 5 working days", "limits: [{within: 5 working days, areas: [urban]}, {within: 8 working days}]")
    limits = load(folder).service("meter_test").pledge("result").standards[1].limits
    assert [(entry.limit.amount, set(entry.scope.areas)) for entry in limits] == [(5, {Area.URBAN}), (8, set())]


def test_a_payment_remedy_is_read(folder: Path) -> None:
    """A remedy may pay: first, then further for each whole period, up to a cap."""
    (folder / "remedies.yml").write_text(
        "complaint:\n  text: You are paid.\n  kind: payment\n  route: claim\n  claim_within: 30 days\n  payments:\n"
        "    - {first: 50, further: 25, every: 12 hours, cap: 300, source: charter, valid_from: 2024-01-01,"
        " verified: true}\n",
        encoding="utf-8",
    )
    remedy = load(folder).service("meter_test").remedy
    assert remedy.claim_within == Limit(30, Unit.DAY)
    assert (remedy.payments[0].first, remedy.payments[0].further, remedy.payments[0].cap) == (50, 25, 300)


def test_a_profile_may_bring_its_own_wording(folder: Path) -> None:
    """A wording.yml in the profile takes the place of the language's."""
    shipped = Path(load.__code__.co_filename).parent / "wording" / "en.yml"
    text = shipped.read_text(encoding="utf-8").replace("  will: You will get", "  will: We give you")
    (folder / "wording.yml").write_text(text, encoding="utf-8")
    assert load(folder).profile.wording.labels["will"] == "We give you"


def test_a_template_with_a_lost_word_is_a_mistake(folder: Path) -> None:
    """A sentence that would drop the limit is refused when it is read, not when it is said."""
    shipped = Path(load.__code__.co_filename).parent / "wording" / "en.yml"
    text = shipped.read_text(encoding="utf-8").replace("We guarantee that {clauses}.", "We guarantee it.")
    (folder / "wording.yml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"wording.yml:\d+: kinds.guarantee: .* Use exactly \{clauses\}\."):
        load(folder)


def test_reading_a_profile_is_cheap(shipped_folder: Path) -> None:
    """The shipped profile is read in well under a second of work, nothing kept from the first time."""
    load(shipped_folder)
    began = time.process_time()
    load(shipped_folder)
    assert time.process_time() - began < 1


def test_services_may_share_a_pledge(folder: Path) -> None:
    """One figure that two services tell stands once, in pledges.yml."""
    path = folder / S
    own, shared = path.read_text(encoding="utf-8").split("pledges:\n", 1)
    pledge, rest = shared.split("remedy: complaint\nnext", 1)
    (folder / "pledges.yml").write_text(pledge.replace("  - id: result", "result:", 1), encoding="utf-8")
    path.write_text(f"{own}pledges: [result]\nremedy: complaint\nnext{rest}", encoding="utf-8")
    (folder / "services" / "second.yml").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    catalogue = load(folder)
    assert catalogue.service("meter_test").pledges == catalogue.service("second").pledges
    assert catalogue.service("second").pledge("result").standards[1].limits[0].limit.amount == 5


def test_a_pledge_nobody_wrote_is_named(folder: Path) -> None:
    """A service that names a shared pledge which is not there says which there are."""
    path = folder / S
    path.write_text(path.read_text(encoding="utf-8").replace("pledges:\n", "pledges:\n  - speed\n"), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"meter_test.yml:19: pledges\[0\]: no pledge 'speed'\. Add it to pledges"):
        load(folder)


@pytest.mark.parametrize("amount", ["a lot", "-5", "NaN"])
def test_a_payment_is_an_amount(folder: Path, amount: str) -> None:
    """Money that is no number, or less than nothing, is refused."""
    (folder / "remedies.yml").write_text(
        "complaint:\n  text: You are paid.\n  kind: payment\n  route: automatic\n  payments:\n"
        f"    - {{first: {amount}, source: charter, valid_from: 2024-01-01, verified: true}}\n",
        encoding="utf-8",
    )
    with pytest.raises(CatalogueError, match=r"remedies.yml:6: complaint.payments\[0\].first: .* is no amount"):
        load(folder)
