"""`python -m bot COMMAND`: every program of the house, each imported only when it is asked for."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

from bot.settings import PROFILES, Settings, StartError, read_settings

Command = Callable[[Settings, argparse.Namespace], int]


def run(settings: Settings, _: argparse.Namespace) -> int:
    """start everything and say where to click"""
    from rich.console import Console

    from bot.run import run as run_all

    asyncio.run(run_all(settings, Console()))
    return 0


def train(settings: Settings, _: argparse.Namespace) -> int:
    """train the model unless it is up to date"""
    from rich.console import Console

    from bot.run import train_if_needed

    asyncio.run(train_if_needed(settings, Console()))
    return 0


def chat(settings: Settings, _: argparse.Namespace) -> int:
    """talk to the running assistant in this terminal"""
    from bot.terminal import chat as talk

    return asyncio.run(talk(settings))


def parse(settings: Settings, _: argparse.Namespace) -> int:
    """read sentences by line, print what is understood as JSON lines"""
    from bot.turns.parse import parse_lines

    async def print_all() -> None:
        async for parsed in parse_lines(settings, (line.rstrip("\n") for line in sys.stdin)):
            print(json.dumps(parsed, ensure_ascii=False), flush=True)  # noqa: T201 -- this command's output

    asyncio.run(print_all())
    return 0


def evaluate(settings: Settings, arguments: argparse.Namespace) -> int:
    """measure how well sentences are understood; fails below a floor"""
    from rich.console import Console

    from bot.evaluation.command import evaluate as hold_exam
    from bot.run import train_if_needed
    from bot.train import model_path

    console = Console()
    if arguments.model is None:
        asyncio.run(train_if_needed(settings, console))
    return asyncio.run(hold_exam(settings, console, arguments.model or model_path(settings), not arguments.quick))


def gateway(settings: Settings, _: argparse.Namespace) -> int:
    """run the public door alone"""
    from bot.gateway import serve

    asyncio.run(serve(settings))
    return 0


def worker(settings: Settings, _: argparse.Namespace) -> int:
    """run one turn worker alone"""
    from bot.turns import serve

    asyncio.run(serve(settings))
    return 0


def backend(settings: Settings, _: argparse.Namespace) -> int:
    """run the reference backend alone"""
    from bot.reference_backend.__main__ import serve

    asyncio.run(serve(settings))
    return 0


def catalogue(settings: Settings, arguments: argparse.Namespace) -> int:
    """check or show what we offer and pledge"""
    from rich.console import Console

    from bot.catalogue import load
    from bot.catalogue.report import check, show
    from bot.clock import SystemClock

    console = Console()
    if arguments.what == "show":
        known = load(settings.profile_dir())
        console.print(show(known, known.profile.calendar.local(SystemClock().now()).date()))
        return 0
    folders = sorted(path for path in PROFILES.iterdir() if path.is_dir())
    problems = [problem for folder in folders for problem in check(folder)]
    for problem in problems:
        console.print(problem, soft_wrap=True, markup=False, highlight=False)
    console.print(f"profiles: {len(folders)}, problems: {len(problems)}", highlight=False)
    return 1 if problems else 0


COMMANDS: tuple[Command, ...] = (run, train, chat, parse, evaluate, gateway, worker, backend, catalogue)


def main() -> int:
    """Run one command; an error that keeps it from starting is one line and exit code 2."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Plainwatt's programs.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(command.__name__, help=command.__doc__, description=command.__doc__)
        sub.set_defaults(call=command)
        if command is catalogue:
            sub.add_argument("what", choices=["check", "show"], nargs="?", default="check")
        if command is evaluate:
            sub.add_argument("--model", type=Path, help="this model, instead of one for the present sentences")
            sub.add_argument("--quick", action="store_true", help="leave out the cross-validation")
    arguments = parser.parse_args()
    try:
        return int(arguments.call(read_settings(), arguments))
    except StartError as error:
        print(f"plainwatt: {error}", file=sys.stderr)  # noqa: T201 -- the one line a person must see
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
