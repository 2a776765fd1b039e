"""Numbers and names as people write them into a transfer, made comparable."""

import re
from collections.abc import Mapping
from uuid import UUID

from rapidfuzz import fuzz, process, utils

_WORD = re.compile(r"[A-Z0-9]+")
_LEGAL_FORMS = re.compile(
    r"\b(sarl|sas|sasu|sa|eurl|sci|snc|scop|ei|gmbh|ag|kg|ltd|limited|llc|inc|bv|nv|srl|spa|ets|etablissements|societe|ste"
    r"|monsieur|madame|mme|mr|m)\b"
)
_TOO_SHORT = 4  # a number like "12" is in every text
_WORDS_IN_A_NUMBER = 4  # "FA 2026 000012", "FA-2026-000012" and "FA2026000012" are the same


def key_of(number: str) -> str:
    """A document's number without what people leave out; empty when it is too short to be found in a text."""
    key = "".join(_WORD.findall(number.upper()))
    return key if len(key) >= _TOO_SHORT else ""


def keys_in(text: str) -> set[str]:
    """Every key that a text may hold: its words, and up to four neighbours written together."""
    words = _WORD.findall(text.upper())
    found: set[str] = set()
    for start in range(len(words)):
        joined = ""
        for word in words[start : start + _WORDS_IN_A_NUMBER]:
            joined += word
            if len(joined) >= _TOO_SHORT:
                found.add(joined)
    return found


def likeness(name: str, names: Mapping[UUID, str], *, at_least: int) -> dict[UUID, int]:
    """How alike a party's name is to those of partners, of 100; only those that are so alike.

    Legal forms, case, accents of punctuation and the order of words do not count.
    """
    plain = _plain(name)
    if not plain:
        return {}
    comparable = {id_: _plain(each) for id_, each in names.items()}
    found = process.extract(plain, comparable, scorer=fuzz.token_sort_ratio, score_cutoff=at_least, limit=20)
    return {id_: int(score) for _, score, id_ in found}


def _plain(name: str) -> str:
    return " ".join(_LEGAL_FORMS.sub(" ", utils.default_process(name)).split())
