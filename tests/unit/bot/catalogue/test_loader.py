"""The loader: what is right is read, what is wrong is one line naming file, line, key and remedy."""

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
MISTAKES = [
    (S, "title: Meter test", "titel: Meter test", f"{S}:1: titel: unknown key. Did you mean 'title'."),
    (S, "title: Meter test\n", "", f"{S}:1: title: this key is missing. Add 'title:'."),
    (S, "title: Meter test", "title:", f"{S}:1: title: a text is missing. Write one line of words."),
    (S, "level: basic", "level: basic\nlevel: basic", f"{S}:5: level: this key stands twice. Keep one of the two."),
    (
        S,
        "level: basic",
        "level: best",
        f"{S}:4: level: 'best' is not known here. Write one of: basic, price_related, exceeding.",
    ),
    (S, "{industrial: price", "{industry: price", f"{S}:5: levels.industry: unknown key. Did you mean 'industrial'."),
    (
        S,
        "  - A test of your meter.",
        "  - A test in 5 days.",
        f"{S}:10: will[0]: a figure without a source. "
        "Write the line as {text, source, valid_from, verified}, or leave it out.",
    ),
    (
        S,
        "{ticket}.",
        "{tiket}.",
        f"{S}:11: will[1]: nobody fills {{tiket}}. Use one of: ambulance, company, company_phone, fire, police, "
        "regulator, regulator_phone, ticket.",
    ),
    (
        S,
        "within: 5 working days",
        "within: soon",
        f"{S}:27: pledges[0].standards[1].within: 'soon' is no time limit. "
        "Write a whole number and one of: minutes, hours, days, working days, service hours.",
    ),
    (
        S,
        "source: charter, valid_from: 2020",
        "source: chart, valid_from: 2020",
        f"{S}:25: pledges[0].standards[0].source: no source 'chart'. Add it to sources.yml, or name one that is there.",
    ),
    (
        S,
        "2024-01-01, verified: true",
        "1.1.2024, verified: true",
        f"{S}:27: pledges[0].standards[1].valid_from: '1.1.2024' is no date. Write it as 2024-03-31.",
    ),
    (
        S,
        "valid_to: 2023-12-31",
        "valid_to: 2019-12-31",
        f"{S}:26: pledges[0].standards[0].valid_to: it ends before it begins. Put valid_to on or after valid_from.",
    ),
    (
        S,
        "2024-01-01, verified: true",
        "2024-01-01, verified: maybe",
        f"{S}:27: pledges[0].standards[1].verified: 'maybe' is neither true nor false. Write true or false.",
    ),
    (
        S,
        "within: 5 working days, ",
        "",
        f"{S}:27: pledges[0].standards[1]: a standard needs one of 'within' and 'limits'. "
        "Write 'within: 5 working days'.",
    ),
    (
        S,
        "within: 5 working days",
        "limits: [{within: 5 days, areas: [urban]}, {within: 5 hours}]",
        f"{S}:27: pledges[0].standards[1].limits: limits on different clocks. Give all of them in units of one clock.",
    ),
    (
        S,
        "within {limit}",
        "at last",
        f"{S}:20: pledges[0].says: the clause has no {{limit}}. Say where the time stands in it.",
    ),
    (
        S,
        "clock: working_days",
        "clock: elapsed",
        f"{S}:29: pledges[0].peers[0]: a peer on another clock or of another kind. Name the difference in 'differs'.",
    ),
    (
        S,
        "    exclusions:\n      - A meter we cannot reach.\n",
        "",
        f"{S}:19: pledges[0].exclusions: this key is missing. Add 'exclusions:'.",
    ),
    (
        S,
        "    starts: your request",
        "    before: true\n    starts: your request",
        f"{S}:22: pledges[0].before: notice cannot be counted on this clock. Give it in days, hours or minutes.",
    ),
    (
        S,
        "kind: guarantee",
        "kind: estimate\n    estimate: back",
        f"{S}:20: pledges[0].says: nobody fills {{limit}}. Use one of: ambulance, company, company_phone, fire, "
        "police, regulator, regulator_phone, ticket.",
    ),
    (
        S,
        "remedy: complaint\nnext",
        "remedy: cash\nnext",
        f"{S}:34: remedy: no remedy 'cash'. Add it to remedies.yml, or use one of: complaint.",
    ),
    (
        S,
        "payload: /request_meter_test",
        "payload: request a test",
        f"{S}:36: next[0].payload: 'request a test' is no intent. "
        "Write a slash and the intent's name, as /report_outage.",
    ),
    (
        S,
        "will_not:\n  - A new meter for asking.",
        "will_not: []",
        f"{S}:14: will_not: no line holds for every customer. Add one without segments, source or {{words}}.",
    ),
    (
        S,
        "will_not:\n  - A new meter for asking.",
        "will_not: nothing",
        f"{S}:14: will_not: a list is missing. Write one entry a line, each after '- '.",
    ),
    (S, "who: Everyone", "who: [", f"{S}:7: not YAML: did not find expected ',' or ']'. "),
    ("profile.yml", "Asia/Shanghai", "Asia/Nowhere", "profile.yml:6: time_zone: no time zone 'Asia/Nowhere'. "),
    ("profile.yml", "country: CN", "country: XX", "profile.yml:7: country: no holidays known for 'XX'. "),
    (
        "profile.yml",
        "en_GB",
        "xx_YY",
        "profile.yml:5: locale: no locale 'xx_YY'. Write language and country, as en_GB.",
    ),
    ("profile.yml", "CNY", "MON", "profile.yml:4: currency.code: no currency 'MON'. Write its ISO code, as CNY."),
    ("profile.yml", "08:30-17:30", "17-8", "profile.yml:8: service_hours.working_days: '17-8' are no hours. "),
    ("profile.yml", "08:30-17:30", "closed", "profile.yml:8: service_hours.working_days: closed on working days. "),
    (
        "sources.yml",
        "text: Our charter",
        "txt: Our charter",
        "sources.yml:2: charter.txt: unknown key. Did you mean 'text'.",
    ),
    (
        "remedies.yml",
        "kind: action",
        "kind: payment",
        "remedies.yml:3: complaint.kind: kind and 'payments' do not agree. ",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), MISTAKES, ids=[told[:60] for *_, told in MISTAKES])
def test_each_mistake_is_one_line(spoil: Spoil, file: str, old: str, new: str, told: str) -> None:
    """A mistake names its file, line and key, and says what to do."""
    folder = spoil(file, old, new)
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    assert str(caught.value).startswith(f"small/{told}")
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


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
