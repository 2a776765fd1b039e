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
        "invitation_title": "Votre accès",
        "invitation_hello": "Bonjour",
        "invitation_hint": "Choisissez votre mot de passe : une phrase que personne d’autre n’aurait l’idée d’écrire.",
        "new_password": "Nouveau mot de passe",
        "choose": "Enregistrer et se connecter",
        "short": "Ce mot de passe est trop court : il en faut {length_min} caractères ou plus. Prenez une phrase.",
        "weak": "Ce mot de passe serait deviné. Prenez une phrase, sans votre nom ni celui du produit.",
        "invitation_over_title": "Ce lien ne sert plus",
        "invitation_over": "Il a déjà servi, ou sa semaine est passée. Demandez-en un autre à qui vous a invité ; si vous"
        " avez déjà choisi votre mot de passe, connectez-vous.",
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
        "invitation_title": "Your access",
        "invitation_hello": "Hello",
        "invitation_hint": "Choose your password: a sentence that nobody else would think of.",
        "new_password": "New password",
        "choose": "Save and sign in",
        "short": "This password is too short: {length_min} characters or more are needed. Take a sentence.",
        "weak": "This password would be guessed. Take a sentence, without your name or the product's.",
        "invitation_over_title": "This link is no longer good",
        "invitation_over": "It was used, or its week is over. Ask whoever invited you for another one; if you have chosen"
        " your password already, sign in.",
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
