"""A profile's folder read into a Catalogue; nothing is kept between two calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from enum import Enum
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.numbers import is_currency
from holidays import country_holidays

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.entries import Shelf
from bot.catalogue.kinds import Area, Level, PromiseKind, Unit
from bot.catalogue.model import Remedy, Service, Source
from bot.catalogue.pledges import read_pledge
from bot.catalogue.profile import Profile, Wording
from bot.catalogue.reader import CatalogueError, Item, Section, read_yaml
from bot.catalogue.services import read_service
from bot.clock import Calendar, Hours

WORDING = Path(__file__).resolve().parent / "wording"
LABELS = ("will", "will_not", "by_when", "best_elsewhere", "if_missed", "next")
EMERGENCY = ("police", "fire", "ambulance")
TEMPLATES = {
    "line": ("label", "text"),
    "joint": ("first", "second"),
    "either": ("first", "second"),
    "moment": ("time", "day"),
    "because": ("reason",),
    "no_estimate": (),
    "due": ("due",),
    "due_passed": ("due",),
    "not_covered": ("exclusions",),
    "peer": ("holder", "says", "year"),
    "peer_differs": ("holder", "says", "year", "differs"),
    "own_source": ("version", "source"),
    "peer_source": ("source",),
    "brief": ("in_short", "by_when"),
    "not_open": ("who",),
}
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
Name = TypeVar("Name", bound=Enum)


def load(profile_folder: Path) -> Catalogue:
    """Read a profile; raise CatalogueError for the first mistake."""
    catalogue, problems = examine(profile_folder)
    if problems or catalogue is None:
        raise problems[0]
    return catalogue


def examine(profile_folder: Path) -> tuple[Catalogue | None, list[CatalogueError]]:
    """Read a profile as far as it goes; return it when it is whole, and the first mistake of each file."""
    try:
        profile = read_profile(profile_folder)
        shelf = read_shelf(profile_folder, frozenset(profile.words))
    except CatalogueError as error:
        return None, [error]
    services: dict[str, Service] = {}
    problems: list[CatalogueError] = []
    for path in sorted((profile_folder / "services").glob("*.yml")):
        try:
            services[path.stem] = _read_file(path, profile_folder, shelf)
        except CatalogueError as error:
            problems.append(error)
    if not services and not problems:
        where = f"{profile_folder.name}/services"
        problems.append(CatalogueError(where, 1, "", "there is no service", "Add one file a service, <name>.yml"))
    return (None if problems else Catalogue(profile, services)), problems


def _read_file(path: Path, folder: Path, shelf: Shelf) -> Service:
    section = read_yaml(path, folder)
    if not re.fullmatch(r"[a-z][a-z0-9_]*", path.stem):
        raise section.error("the file's name is no service id", "Use small letters, digits and underscores")
    return read_service(path.stem, section, shelf)


def read_shelf(folder: Path, words: frozenset[str]) -> Shelf:
    """Read sources.yml, remedies.yml, and pledges.yml where several services share a pledge."""
    listed = read_yaml(folder / "sources.yml", folder)
    shelf = Shelf({key: _source(key, listed[key].section()) for key in listed}, {}, words)
    given = read_yaml(folder / "remedies.yml", folder)
    remedies: dict[str, Remedy] = {key: shelf.read_remedy(key, given[key].section()) for key in given}
    shelf = Shelf(shelf.sources, remedies, words)
    if not (folder / "pledges.yml").exists():
        return shelf
    shared = read_yaml(folder / "pledges.yml", folder)
    return replace(shelf, pledges={key: read_pledge(key, shared[key].section(), shelf) for key in shared})


def _source(key: str, section: Section) -> Source:
    section.only("text", "url")
    return Source(key, section["text"].text(), section.text_or("url", ""))


def read_profile(folder: Path) -> Profile:
    """Read profile.yml, and the wording of its language (or the profile's own wording.yml)."""
    section = read_yaml(folder / "profile.yml", folder)
    section.only("company", "regulator", "emergency", "currency", "locale", "time_zone", "country", "service_hours")
    company, regulator = (section[key].section().only("name", "phone") for key in ("company", "regulator"))
    emergency = section["emergency"].section().only(*EMERGENCY)
    currency = section["currency"].section().only("code", "symbol")
    if not is_currency(currency["code"].text()):
        raise currency["code"].error(f"no currency '{currency['code'].text()}'", "Write its ISO code, as CNY")
    locale = _locale(section["locale"])
    return Profile(
        name=folder.name,
        company=company["name"].text(),
        company_phone=company["phone"].text(),
        regulator=regulator["name"].text(),
        regulator_phone=regulator["phone"].text(),
        emergency={key: emergency[key].text() for key in EMERGENCY},
        currency=currency["code"].text(),
        currency_symbol=currency["symbol"].text(),
        locale=str(locale),
        calendar=_calendar(section),
        wording=read_wording(folder, locale.language),
    )


def _locale(item: Item) -> Locale:
    try:
        return Locale.parse(item.text())
    except (UnknownLocaleError, ValueError) as error:
        raise item.error(f"no locale '{item.text()}'", "Write language and country, as en_GB") from error


def _calendar(section: Section) -> Calendar:
    zone, country = section["time_zone"], section["country"]
    hours = section["service_hours"].section().only("working_days", "other_days")
    try:
        country_holidays(country.text())
    except NotImplementedError as error:
        raise country.error(f"no holidays known for '{country.text()}'", "Write its ISO code, as CN") from error
    try:
        known_zone = ZoneInfo(zone.text())
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise zone.error(f"no time zone '{zone.text()}'", "Write it as Asia/Shanghai") from error
    working = _hours(hours["working_days"])
    if working is None:
        raise hours["working_days"].error("closed on working days", "Write hours as 08:30-17:30")
    return Calendar(known_zone, country.text(), working, _hours(hours["other_days"]))


def _hours(item: Item) -> Hours | None:
    if item.text() == "closed":
        return None
    found = _HOURS.fullmatch(item.text())
    if found is None or found[0][:5] >= found[0][6:] or found[0][6:] > "24:00":
        raise item.error(f"'{item.text()}' are no hours", "Write them as 08:30-17:30, 00:00-24:00 or closed")
    return time(int(found[1]), int(found[2])), time(int(found[3]) % 24, int(found[4]))


def read_wording(folder: Path, language: str) -> Wording:
    """Read the card's words: the profile's own wording.yml, else those of its language."""
    own = folder / "wording.yml"
    section = read_yaml(own, folder) if own.exists() else read_yaml(WORDING / f"{language}.yml", WORDING)
    section.only("labels", "units", "areas", "kinds", "titles", "never_say", *TEMPLATES)
    labels = section["labels"].section().only(*LABELS)
    return Wording(
        labels={key: labels[key].text() for key in LABELS},
        units={unit: _forms(item) for unit, item in _named(section["units"], Unit).items()},
        areas={area: _template(item, "limit") for area, item in _named(section["areas"], Area).items()},
        kinds={kind: _template(item, *_words(kind)) for kind, item in _named(section["kinds"], PromiseKind).items()},
        titles={level: _template(item, "title") for level, item in _named(section["titles"], Level).items()},
        never_say=tuple(item.text() for item in section["never_say"].items()),
        **{key: _template(section[key], *words) for key, words in TEMPLATES.items()},
    )


def _words(kind: PromiseKind) -> tuple[str, ...]:
    return () if kind is PromiseKind.NO_COMMITMENT else ("clauses",)


def _template(item: Item, *words: str) -> str:
    found = sorted(set(re.findall(r"\{(\w*)\}", item.text())))
    if found != sorted(words):
        wanted = ", ".join(f"{{{word}}}" for word in words) or "no word in braces"
        raise item.error("the words in braces are not those it is filled with", f"Use exactly {wanted}")
    return item.text()


def _named(item: Item, kind: type[Name]) -> Mapping[Name, Item]:
    section = item.section().only(*(str(member.value) for member in kind))
    return {member: section[str(member.value)] for member in kind}


def _forms(item: Item) -> tuple[str, str]:
    forms = item.items()
    if len(forms) != 2:
        raise item.error("two forms are needed", "Write [minute, minutes]")
    return forms[0].text(), forms[1].text()
