"""Clients of our own: programs at the user's side, without a secret, known by the settings."""

from collections.abc import Iterable

from identity.domain.user import Client, Grant

CLI = "comptoir-cli"
CONSOLE = "comptoir-console"
DOCS = "comptoir-docs"
OPERATOR = "comptoir-operator"


def first_party(*, issuer: str, redirect_uris: Iterable[str], allows_password: bool) -> dict[str, Client]:
    """The console and the page of the APIs with their browser flow, and the command line where it is let in."""
    browser_flow = frozenset({Grant.AUTHORIZATION_CODE, Grant.REFRESH_TOKEN})
    console = Client(
        CONSOLE,
        "Comptoir",
        browser_flow,
        redirect_uris=frozenset(redirect_uris),
    )
    docs = Client(DOCS, "Comptoir API", browser_flow, redirect_uris=frozenset({f"{issuer}/docs/oauth2-redirect.html"}))
    grants = {Grant.PASSWORD, Grant.REFRESH_TOKEN} if allows_password else set()
    return {console.id: console, docs.id: docs, CLI: Client(CLI, "Command line", frozenset(grants))}
