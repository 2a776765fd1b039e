"""Text as it is searched: "Écrou  M8" is found by "ecrou m8"."""

import unicodedata


def folded(*texts: str) -> str:
    """Lower case, without accents, words separated by one space."""
    # Decomposed before as well: some letters have a case only in their plain form (those of mathematics).
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", " ".join(texts)).casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def words(query: str) -> list[str]:
    """LIKE patterns of a query: every word must occur."""
    escaped = folded(query).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return [f"%{word}%" for word in escaped.split()[:8]]
