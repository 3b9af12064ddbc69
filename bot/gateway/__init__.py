"""The public door: sessions, messages in, events out; it keeps nothing but what is in the record."""

from bot.gateway.app import make_app, serve

__all__ = ["make_app", "serve"]
