"""What a run may meet: refusals of the platform, and waits that came to nothing."""

import json
from collections.abc import Mapping

import httpx


class Refused(Exception):
    """The platform said no, with a problem document (RFC 9457) that says why and what to do."""

    def __init__(self, request: str, status: int, problem: Mapping[str, object]) -> None:
        self.status = status
        self.slug = str(problem.get("type", "")).rpartition("/")[2]
        self.problem = problem
        detail = str(problem.get("detail") or problem.get("title") or "no reason given")
        field = f" (field {problem['field']})" if problem.get("field") else ""
        super().__init__(f"{request} was refused with {status} {self.slug}: {detail}{field}")

    @classmethod
    def of(cls, response: httpx.Response) -> "Refused":
        """The refusal that a response carries; what is no problem document is quoted as it is."""
        request = f"{response.request.method} {response.request.url.path}"
        try:
            problem = response.json()
        except json.JSONDecodeError:
            problem = None
        if not isinstance(problem, dict):
            problem = {"detail": response.text[:500] or response.reason_phrase}
        return cls(request, response.status_code, problem)


class Unreachable(Exception):
    """Nobody answered at the gateway's address, or the services behind it stayed away."""


class MonthBlocked(Exception):
    """A month cannot be closed: the message says what is in the way, and where."""


class TooSlow(Exception):
    """A fact did not arrive in time."""
