"""Hostile input over a whole OpenAPI document: nothing may end in a fault of ours."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error

from kit.service import api_of
from kit.testing import tokens
from kit.testing.services import ServiceUnderTest


def fuzz(under_test: ServiceUnderTest, *, examples: int = 15) -> int:
    """Call each operation with generated input, good and bad, by a caller who may do everything; no 5xx may come back.

    Runs its own event loop: call it from a test that is not async. Returns how many operations were tried.
    """
    app = api_of(under_test.service)
    headers = {"Authorization": f"Bearer {tokens.token(*under_test.all_permissions())}"}
    schema = schemathesis.openapi.from_dict(app.openapi())
    schema.app = app
    tried = 0
    for result in schema.get_all_operations():
        operation: Any = result.ok()
        _fuzz_operation(operation, headers, examples)
        tried += 1
    assert tried
    return tried


def _fuzz_operation(operation: Any, headers: dict[str, str], examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    def attempt(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=[not_a_server_error])

    schemathesis_given(operation, attempt)


def schemathesis_given(operation: Any, attempt: Any) -> None:
    """Run `attempt` over the operation's generated cases."""
    from hypothesis import given  # noqa: PLC0415

    given(case=operation.as_strategy())(attempt)()
