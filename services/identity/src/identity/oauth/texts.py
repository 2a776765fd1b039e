"""What the sign-in page says, in the languages it speaks."""
# ruff: noqa: RUF001  # apostrophes as French printers set them

from typing import Final

DEFAULT: Final = "fr"

TEXTS: Final = {
    "fr": {
        "title": "Connexion",
        "continue_to": "pour continuer vers",
        "username": "Identifiant",
        "password": "Mot de passe",
        "submit": "Se connecter",
        "other_language": "English",
        "wrong": "L’identifiant ou le mot de passe est incorrect.",
        "locked": "Trop d’essais. Réessayez dans {seconds} secondes, ou demandez à un administrateur de vous débloquer.",
        "expired": "Cette page a expiré. Saisissez à nouveau votre mot de passe.",
        "busy": "Le service est momentanément indisponible. Réessayez dans un instant.",
        "missing": "Saisissez votre identifiant et votre mot de passe.",
        "unknown_title": "Connexion impossible",
        "unknown": "L’application qui demande cette connexion n’est pas connue, ou son adresse de retour n’est pas la"
        " sienne. Revenez à l’application et recommencez ; si cela persiste, prévenez un administrateur.",
    },
    "en": {
        "title": "Sign in",
        "continue_to": "to continue to",
        "username": "User name",
        "password": "Password",
        "submit": "Sign in",
        "other_language": "Français",
        "wrong": "The user name or the password is wrong.",
        "locked": "Too many tries. Try again in {seconds} seconds, or ask an administrator to unlock you.",
        "expired": "This page has expired. Enter your password again.",
        "busy": "The service is not available at this moment. Try again shortly.",
        "missing": "Enter your user name and your password.",
        "unknown_title": "Sign-in is not possible",
        "unknown": "The application that asks for this sign-in is not known, or its return address is not its own."
        " Go back to the application and start again; if this persists, tell an administrator.",
    },
}


def language_of(wanted: str, accepted: str) -> str:
    """The first language of ours in `ui_locales` (by preference), then in `Accept-Language` (by weight)."""
    for tag in (*wanted.split(), *_by_weight(accepted)):
        language = tag.partition("-")[0].lower()
        if language in TEXTS:
            return language
    return DEFAULT


def _by_weight(accepted: str) -> list[str]:
    weighted = []
    for part in accepted.split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        number = weight or "1"
        weighted.append((float(number) if number.replace(".", "", 1).isdecimal() else 0.0, tag))
    return [tag for weight, tag in sorted(weighted, key=lambda each: -each[0]) if weight > 0]
