"""The chat page and its files, and the headers that every response carries."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot.gateway.problems import Problem

WIDGET = web.AppKey("widget", Path)
# only what a page is made of; whatever else lies in the folder is not served
_SERVED = {".html", ".css", ".js", ".svg", ".png", ".ico", ".woff2", ".json"}
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}
_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{key} {value}" for key, value in _POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Server": "plainwatt",
}


async def page(request: web.Request) -> web.StreamResponse:
    """Serve the chat page."""
    return _file(request.app[WIDGET], "index.html")


async def page_part(request: web.Request) -> web.StreamResponse:
    """Serve a file of the chat page."""
    return _file(request.app[WIDGET], request.match_info["name"])


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Put the security headers on; what does not say otherwise is not kept by any cache."""
    response.headers.update(_HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


def _file(folder: Path, name: str) -> web.StreamResponse:
    path = (folder / name).resolve()
    if folder.resolve() not in path.parents or path.suffix not in _SERVED or not path.is_file():
        raise Problem("not_found")
    # kept, but asked about each time by its ETag: a new version shows at once, an old one costs 304
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
