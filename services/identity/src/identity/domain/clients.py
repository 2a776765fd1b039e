"""Clients of our own: programs at the user's side, without a secret, known by the settings."""

from collections.abc import Iterable

from identity.domain.user import Client, Grant

CLI = "comptoir-cli"
CONSOLE = "comptoir-console"
OPERATOR = "comptoir-operator"


def first_party(*, redirect_uris: Iterable[str], allows_password: bool) -> dict[str, Client]:
    """The console with its browser flow, and the command line where it is let in."""
    console = Client(
        CONSOLE,
        "Comptoir",
        frozenset({Grant.AUTHORIZATION_CODE, Grant.REFRESH_TOKEN}),
        redirect_uris=frozenset(redirect_uris),
    )
    grants = {Grant.PASSWORD, Grant.REFRESH_TOKEN} if allows_password else set()
    return {console.id: console, CLI: Client(CLI, "Command line", frozenset(grants))}
