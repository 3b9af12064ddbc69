"""`make run`: check, train if need be, start everything, say where to click, stop it all together."""

from __future__ import annotations

import asyncio
import secrets
import signal
import socket
import time
from collections.abc import Awaitable, Mapping

import aiohttp
from rich.console import Console
from rich.table import Table

from bot import catalogue, train
from bot.settings import Settings, StartError, quiet_environment
from bot.supervisor import Supervisor

READY_SECONDS = 180.0
SYSTEMS = ("billing", "outages", "installations")


def check_ports(settings: Settings) -> tuple[int, ...]:
    """Return the ports we are about to use; raise StartError naming one that is taken and its setting."""
    wanted = [("GATEWAY_PORT", settings.host, settings.gateway_port)]
    if uses_reference_backend(settings):
        wanted.append(("BACKEND_PORT", "127.0.0.1", settings.backend_port))
    for name, host, port in wanted:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                reason = f"{name}: {host}:{port} cannot be used ({error.strerror})"
                raise StartError(f"{reason}. Stop what uses it, or set {name} in .env.") from error
    return tuple(port for _, _, port in wanted)


def uses_reference_backend(settings: Settings) -> bool:
    """Say whether any of the three systems is our own reference backend."""
    return not all(getattr(settings, f"{system}_url") for system in SYSTEMS)


def children_environment(settings: Settings) -> Mapping[str, str]:
    """Return the children's environment; a token for the reference backend is made where none is set."""
    environment = quiet_environment()
    if not settings.backend_token.get_secret_value():
        environment["BACKEND_TOKEN"] = secrets.token_urlsafe(32)
    return environment


async def run(settings: Settings, console: Console) -> None:
    """Run everything until Ctrl-C or until a child dies; raises StartError with the reason of a death."""
    began = time.monotonic()
    ports = check_ports(settings)
    _tick(console, f"Ports {', '.join(map(str, ports))} are free")
    services = catalogue.load(settings.profile_dir())
    _tick(console, f"Catalogue “{settings.profile}”: {len(services.services)} services read")
    await train_if_needed(settings, console)
    supervisor = Supervisor(settings.logs_dir(), children_environment(settings))
    stopped = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stopped.set)
    try:
        await _unless_dead(supervisor, stopped, _start(supervisor, settings, console))
        if not stopped.is_set():
            await _welcome(settings, console, time.monotonic() - began)
            await _unless_dead(supervisor, stopped, stopped.wait())
    finally:
        console.print("Stopping …")
        await supervisor.stop()
        console.print("Stopped.")


async def train_if_needed(settings: Settings, console: Console) -> None:
    """Train the model unless it is up to date, with progress on the console."""
    if train.is_ready(settings):
        train.train(settings)
        _tick(console, "Model is up to date")
        return
    with console.status("Training the model (once, about two minutes; progress in var/log/train.log)"):
        if not console.is_terminal:
            console.print("• Training the model (once, about two minutes; progress in var/log/train.log)")
        began = time.monotonic()
        path = await asyncio.to_thread(train.train, settings)
    _tick(console, f"Model {path.name} trained in {time.monotonic() - began:.0f} s")


async def _start(supervisor: Supervisor, settings: Settings, console: Console) -> None:
    if uses_reference_backend(settings):
        await supervisor.start("backend", ["backend"])
    workers = [f"worker{n or ''}" for n in range(settings.workers)]
    for name in workers:
        await supervisor.start(name, ["worker"])
    await supervisor.start("gateway", ["gateway"])
    if uses_reference_backend(settings):
        await _wait(console, "Reference backend", f"http://127.0.0.1:{settings.backend_port}/healthz")
    await _wait(console, "Chat page", f"{_address(settings)}/healthz")
    await _wait(console, "Assistant", f"{_address(settings)}/readyz")


async def _wait(console: Console, name: str, url: str) -> None:
    began = time.monotonic()
    with console.status(f"Waiting for: {name}"):
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session:
            while not await _answers(session, url):
                if time.monotonic() - began > READY_SECONDS:
                    raise StartError(f"{url}: no answer in {READY_SECONDS:.0f} s. Read the logs in var/log.")
                await asyncio.sleep(0.2)
    _tick(console, f"{name} is ready ({time.monotonic() - began:.0f} s)")


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as reply:
            return reply.status == 200
    except (aiohttp.ClientError, asyncio.TimeoutError):
        return False


async def _unless_dead(supervisor: Supervisor, stopped: asyncio.Event, work: Awaitable[object]) -> None:
    """Do the work until it is done or we are told to stop; a child's death ends it and is raised."""
    task, stop = asyncio.ensure_future(work), asyncio.ensure_future(stopped.wait())
    death = asyncio.ensure_future(supervisor.first_death())
    try:
        done, _ = await asyncio.wait({task, stop, death}, return_when=asyncio.FIRST_COMPLETED)
        if stop not in done and death in done:
            raise death.result()
        if task in done:
            task.result()
    finally:
        for one in (task, stop, death):
            one.cancel()


def _address(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 -- compared, not bound
    return f"http://{host}:{settings.gateway_port}"


def _tick(console: Console, text: str) -> None:
    console.print(f"[green]✓[/green] {text}", highlight=False)


async def _welcome(settings: Settings, console: Console, seconds: float) -> None:
    console.print(f"\nPlainwatt is running (after {seconds:.0f} s). Ctrl-C stops it.\n", style="bold")
    console.print(f"  Chat page   {_address(settings)}/")
    console.print("  Terminal    make chat")
    if not uses_reference_backend(settings):
        return
    url = f"http://127.0.0.1:{settings.backend_port}/sample-accounts"
    async with aiohttp.ClientSession() as session, session.get(url) as reply:
        samples = (await reply.json())["items"]
    table = Table("Account", "Postcode", "Who", title="Sample customers", title_justify="left", box=None)
    for sample in samples:
        table.add_row(sample["account_number"], sample["postcode"], sample["says"])
    console.print()
    console.print(table)
    console.print("\n  Try: “what do I owe”, “my power is out”, “I want a new connection for my shop”\n")
