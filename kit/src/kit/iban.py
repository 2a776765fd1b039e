"""Bank accounts, as far as everybody may see them."""


def masked(iban: str) -> str:
    """Country and the last four characters; nothing of what is too short to be an IBAN."""
    return f"{iban[:2]}…{iban[-4:]}" if len(iban) > 8 else "…"
