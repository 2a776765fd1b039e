"""What an invitation says, in the languages that customers read."""
# ruff: noqa: RUF001  # apostrophes and spaces as French printers set them

from datetime import date
from typing import Final, Literal

_SUBJECT: Final = {"fr": "Votre accès à notre espace de commande", "en": "Your access to our ordering site"}
_TEXT: Final = {
    "fr": "Bonjour {name},\n\n{inviter} vous donne accès à notre espace de commande. Choisissez votre mot de passe avant le"
    " {until} :\n\n{link}\n\nCe lien ne sert qu’une fois et n’est que pour vous. Vous vous connecterez ensuite avec cette"
    " adresse e-mail.\n",
    "en": "Hello {name},\n\n{inviter} gives you access to our ordering site. Choose your password before"
    " {until}:\n\n{link}\n\nThis link works once, and is for you only. You sign in with this e-mail address from then on.\n",
}
_DAY: Final = {"fr": "%d/%m/%Y", "en": "%d %B %Y"}


def subject_of(language: Literal["fr", "en"]) -> str:
    return _SUBJECT[language]


def text_of(language: Literal["fr", "en"], *, name: str, inviter: str, link: str, until: date) -> str:
    """The whole letter."""
    return _TEXT[language].format(name=name, inviter=inviter, link=link, until=until.strftime(_DAY[language]))
