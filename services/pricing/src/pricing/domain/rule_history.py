"""Price rules of every instant."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from pricing.domain.price_rule import PriceRule, PriceRules


class RuleState(NamedTuple):
    """A rule as it stood from an instant until another, which is the first without it."""

    rule: PriceRule
    recorded_from: datetime
    recorded_until: datetime | None


class RuleHistory:
    """The rules as they were recorded at any instant; between two changes they are looked up once.

    `put` stand at every instant, each instead of the rule of its code; rules of the codes `removed` at none.
    """

    def __init__(
        self, states: Iterable[RuleState], *, put: Sequence[PriceRule] = (), removed: Collection[str] = ()
    ) -> None:
        hidden = {rule.code for rule in put} | set(removed)
        self._states = [state for state in states if state.rule.code not in hidden]
        self._put = put
        instants = {each for state in self._states for each in state[1:] if each is not None}
        self._instants = sorted(instants)
        self._found: dict[int, PriceRules] = {}

    def at(self, instant: datetime) -> PriceRules:
        """Those of an instant."""
        epoch = bisect_right(self._instants, instant)
        if epoch not in self._found:
            standing = [
                state.rule
                for state in self._states
                if state.recorded_from <= instant and (state.recorded_until is None or instant < state.recorded_until)
            ]
            self._found[epoch] = PriceRules([*standing, *self._put])
        return self._found[epoch]
