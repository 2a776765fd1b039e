"""Letters of lines that settle each other: A to Z, then AA, AB and on, as accountants write them."""


def letter_of(number: int) -> str:
    """The letter of the first (1), second (2), … group of an account."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
