"""The pages that a person sees: made here, without a script and without anything from elsewhere."""

import base64
import hashlib
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from fastapi import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from identity.domain.authorization import AuthorizationRequest
from identity.domain.user import Client, User
from identity.oauth.answers import NOT_STORED
from identity.oauth.texts import TEXTS

_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = (_TEMPLATES / "page.css").read_text()
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

_pages = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)


def sign_in_page(
    request: AuthorizationRequest,
    client: Client,
    language: str,
    *,
    seal: str,
    username: str = "",
    notice: str = "",
    seconds: int = 0,
    status: int = 200,
) -> Response:
    """The page that asks for name and password. `notice` is the key of a text, `seconds` what it may speak of."""
    other = next(each for each in TEXTS if each != language)
    page = _pages.get_template("sign_in.html").render(
        language=language,
        style=Markup(_STYLE),  # noqa: S704  # our own file
        text=TEXTS[language],
        client_name=client.name,
        notice=TEXTS[language][notice].format(seconds=seconds) if notice else "",
        hidden={**request.parameters(), "ui_locales": language, "seal": seal},
        username=username,
        other_language=other,
        other_language_url="/oauth/authorize?" + urlencode({**request.parameters(), "ui_locales": other}),
    )
    # A browser applies form-action to where the answer to the form redirects as well.
    target = urlsplit(request.redirect_uri)
    response = _page(page, status, f"'self' {target.scheme}://{target.netloc}")
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


def unknown_page(language: str) -> Response:
    """The page for a request that must not be answered by a redirect."""
    page = _pages.get_template("unknown.html").render(
        language=language,
        style=Markup(_STYLE),  # noqa: S704
        text=TEXTS[language],
    )
    return _page(page, 400, "'none'")


def invitation_page(
    user: User, language: str, *, invitation: str, notice: str = "", length_min: object = None, status: int = 200
) -> Response:
    """The page that asks an invited user for the password he wants. `notice` is the key of a text."""
    page = _pages.get_template("invitation.html").render(
        language=language,
        style=Markup(_STYLE),  # noqa: S704
        text=TEXTS[language],
        name=user.display_name,
        username=user.username,
        invitation=invitation,
        notice=TEXTS[language][notice].format(length_min=length_min) if notice else "",
    )
    return _page(page, status, "'self'")


def invitation_over_page(language: str) -> Response:
    """The page for a link that lets nobody in any more."""
    page = _pages.get_template("invitation_over.html").render(
        language=language,
        style=Markup(_STYLE),  # noqa: S704
        text=TEXTS[language],
    )
    return _page(page, 410, "'none'")


def _page(html: str, status: int, form_action: str) -> Response:
    policy = (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action {form_action};"
        " frame-ancestors 'none'; base-uri 'none'"
    )
    headers = {
        **NOT_STORED,
        "Content-Security-Policy": policy,
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    return Response(html, status, headers, media_type="text/html")
