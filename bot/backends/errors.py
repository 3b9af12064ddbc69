"""What can go wrong when we ask a company system: three failures, three sentences."""


class BackendError(Exception):
    """Root of every failure a backend client can raise; `system` is `billing`, `outages` or `installations`."""

    def __init__(self, system: str, detail: str = "") -> None:
        super().__init__(f"{system}: {detail}" if detail else system)
        self.system = system
        self.detail = detail


class Unavailable(BackendError):
    """The system cannot be reached, timed out, or answered with nonsense: nothing can be seen now."""


class NotFound(BackendError):
    """The system answered, and has no such thing."""


class Refused(BackendError):
    """The system answered, and will not do it; `code` is its machine-readable reason."""

    def __init__(self, system: str, code: str, detail: str = "") -> None:
        super().__init__(system, detail or code)
        self.code = code
