"""Mistakes: each is one line naming file, line, key and remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue import CatalogueError, load

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
    (
        S,
        "{ticket}.",
        "{ticket.",
        f"{S}:11: will[1]: a brace is not closed. Write {{word}}, or leave the brace out.",
    ),
    (
        S,
        "next:\n  - {title: Test my meter, payload: /request_meter_test}",
        "next: []",
        f"{S}:35: next: no next step. Add at least one button.",
    ),
    (
        S,
        "says: you have the result within {limit}\n    kind: guarantee",
        "says: back later\n    kind: estimate\n    estimate: ticket",
        f"{S}:22: pledges[0].estimate: the clause does not name the fact. List it in 'facts' and use it in 'says'.",
    ),
    (
        S,
        "facts: [ticket]",
        "facts: [ticket]\nopen_to: all",
        f"{S}:9: open_to: a group of keys is missing. Write 'key: value' lines.",
    ),
    (
        S,
        "facts: [ticket]",
        "facts: [Ticket]",
        f"{S}:8: facts[0]: 'Ticket' is no name. Use small letters, digits and underscores.",
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
