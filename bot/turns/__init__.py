"""One customer turn at a time: the worker that holds the dialogue engine and answers what waits in the inbox."""

from bot.turns.worker import serve

__all__ = ["serve"]
