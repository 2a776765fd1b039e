"""Which of several amounts make a given sum: a search that always ends soon."""

from collections.abc import Sequence
from dataclasses import dataclass

_ITEMS_MAX = 40
_STEPS_MAX = 50_000


@dataclass(frozen=True, slots=True)
class Group:
    """Places of amounts that make the sum. `is_only`: the search went to its end and found no other."""

    places: tuple[int, ...]
    is_only: bool


def find_group(amounts: Sequence[int], target: int) -> Group | None:
    """Amounts (above zero, in the smallest unit) that make the target; the first ones where there is a choice.

    At most 40 amounts and 50,000 steps are looked at: what is not found within is a person's work.
    """
    places = [place for place, amount in enumerate(amounts) if 0 < amount <= target][:_ITEMS_MAX]
    left = [0] * (len(places) + 1)  # what all from here on make together
    for i in range(len(places) - 1, -1, -1):
        left[i] = left[i + 1] + amounts[places[i]]
    found: list[tuple[int, ...]] = []
    steps = 0
    stack: list[tuple[int, int, tuple[int, ...]]] = [(0, target, ())]
    while stack and len(found) < 2 and steps < _STEPS_MAX:
        steps += 1
        i, missing, taken = stack.pop()
        if missing == 0:
            found.append(taken)
            continue
        if i == len(places) or missing < 0 or left[i] < missing:
            continue
        stack.append((i + 1, missing, taken))
        stack.append((i + 1, missing - amounts[places[i]], (*taken, places[i])))
    if not found:
        return None
    return Group(found[0], is_only=len(found) == 1 and not stack)
