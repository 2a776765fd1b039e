"""What makes a good password: its length, and that nobody would try it first (NIST SP 800-63B, no composition rules)."""

import unicodedata
from collections.abc import Iterable

from identity.domain.errors import WeakPassword

PRODUCT = "comptoir"  # a word that everybody would try
LENGTH_MAX = 256  # characters; longer ones would only cost time
_SHORTEST_NAME = 3  # characters; a shorter one occurs in good passwords by chance
_DISTINCT_MIN = 5  # characters


def check_password(password: str, *, length_min: int, names: Iterable[str]) -> None:
    """Nothing, or a refusal that says what is wrong. `names` are the user's own.

    Raises:
        WeakPassword: it is too short or too easy to guess.
    """
    if len(password) < length_min:
        raise WeakPassword(
            f"A password has {length_min} characters or more: take a sentence.",
            field="password",
            length_min=length_min,
        )
    if len(password) > LENGTH_MAX:
        raise WeakPassword(f"A password has at most {LENGTH_MAX} characters.", field="password", length_max=LENGTH_MAX)
    if len(set(password)) < _DISTINCT_MIN:
        raise WeakPassword("This password repeats a few characters: take a sentence.", field="password")
    folded = canonical(password).casefold()
    for name in (PRODUCT, *names):
        if len(name) >= _SHORTEST_NAME and canonical(name).casefold() in folded:
            raise WeakPassword(
                "This password holds the user's or the product's name: take a sentence without it.", field="password"
            )


def canonical(password: str) -> str:
    """One spelling of the same characters, so that every keyboard can repeat it."""
    return unicodedata.normalize("NFKC", password)
