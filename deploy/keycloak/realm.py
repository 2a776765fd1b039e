"""Write comptoir-realm.json (`python -m deploy.keycloak.realm`): a Keycloak realm that signs tokens as services/identity does.

Permissions are roles of the client `comptoir` (the audience), the realm's roles are made of them, and mappers put both
into the token. Nothing secret is in it: Keycloak makes the clients' secrets, and users are the organisation's own.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from identity.domain.roles import PERMISSIONS

REALM = Path(__file__).parent / "comptoir-realm.json"
AUDIENCE = "comptoir"

Json = dict[str, Any]


def realm(roles: Mapping[str, frozenset[str]]) -> Json:
    """The realm of these roles and what each may do."""
    permissions = sorted({permission for granted in roles.values() for permission in granted})
    return {
        "realm": "comptoir",
        "displayName": "Comptoir",
        "enabled": True,
        "sslRequired": "external",
        "registrationAllowed": False,
        "bruteForceProtected": True,
        "failureFactor": 5,
        "passwordPolicy": "length(12) and notUsername(undefined) and notEmail(undefined)",
        "internationalizationEnabled": True,
        "supportedLocales": ["fr", "en"],
        "defaultLocale": "fr",
        "defaultSignatureAlgorithm": "ES256",
        "accessTokenLifespan": 900,
        "ssoSessionIdleTimeout": 36000,
        "revokeRefreshToken": True,
        "refreshTokenMaxReuse": 0,
        "roles": {
            "realm": [
                {"name": name, "composite": True, "composites": {"client": {AUDIENCE: sorted(granted)}}}
                for name, granted in sorted(roles.items())
            ],
            "client": {AUDIENCE: [{"name": permission} for permission in permissions]},
        },
        "clients": [
            {"clientId": AUDIENCE, "name": "The services", "bearerOnly": True, "enabled": True},
            _browser_client(),
            _machine_client("comptoir-operator"),
        ],
        "clientScopes": [_scope(name, mappers) for name, mappers in _scopes().items()],
        "defaultDefaultClientScopes": list(_scopes()),
        "users": [
            {
                "username": "service-account-comptoir-operator",
                "enabled": True,
                "serviceAccountClientId": "comptoir-operator",
                "realmRoles": ["auditor"],
            }
        ],
        "components": {"org.keycloak.userprofile.UserProfileProvider": [_user_profile()]},
    }


def _browser_client() -> Json:
    return {
        "clientId": "comptoir-web",
        "name": "Console, portal and scanner",
        "enabled": True,
        "publicClient": True,
        "standardFlowEnabled": True,
        "directAccessGrantsEnabled": False,
        "redirectUris": ["http://localhost:8080/*"],
        "webOrigins": ["+"],
        "attributes": {"pkce.code.challenge.method": "S256", "post.logout.redirect.uris": "+"},
    }


def _machine_client(name: str) -> Json:
    return {
        "clientId": name,
        "enabled": True,
        "publicClient": False,
        "serviceAccountsEnabled": True,
        "standardFlowEnabled": False,
        "directAccessGrantsEnabled": False,
    }


def _scopes() -> dict[str, list[Json]]:
    """Every scope: a realm that names any gets none of Keycloak's own."""
    return {
        "basic": [_mapper("sub", "oidc-sub-mapper", {})],
        "profile": [
            _mapper("name", "oidc-full-name-mapper", {"id.token.claim": "true"}),
            _attribute("preferred_username", "username"),
        ],
        "email": [_attribute("email", "email")],
        "web-origins": [_mapper("allowed origins", "oidc-allowed-origins-mapper", {})],
        AUDIENCE: _mappers(),
    }


def _scope(name: str, mappers: list[Json]) -> Json:
    attributes = {"include.in.token.scope": "true", "display.on.consent.screen": "false"}
    return {"name": name, "protocol": "openid-connect", "attributes": attributes, "protocolMappers": mappers}


def _mappers() -> list[Json]:
    """What kit.auth reads of a token, each where Keycloak has it."""
    return [
        _mapper("audience", "oidc-audience-mapper", {"included.client.audience": AUDIENCE}),
        _mapper("roles", "oidc-usermodel-realm-role-mapper", _claim("roles", multivalued=True)),
        _mapper(
            "permissions",
            "oidc-usermodel-client-role-mapper",
            _claim("permissions", multivalued=True) | {"usermodel.clientRoleMapping.clientId": AUDIENCE},
        ),
        _attribute("customer_id", "customer_id"),
        _attribute("warehouses", "warehouses", multivalued=True),
        _attribute("approval_limits", "approval_limits", json_type="JSON"),
    ]


def _attribute(claim: str, attribute: str, *, json_type: str = "String", multivalued: bool = False) -> Json:
    config = _claim(claim, json_type=json_type, multivalued=multivalued) | {"user.attribute": attribute}
    return _mapper(claim, "oidc-usermodel-attribute-mapper", config)


def _mapper(name: str, kind: str, config: Json) -> Json:
    common = {"access.token.claim": "true", "id.token.claim": "false", "introspection.token.claim": "true"}
    return {"name": name, "protocol": "openid-connect", "protocolMapper": kind, "config": common | config}


def _claim(name: str, *, json_type: str = "String", multivalued: bool = False) -> Json:
    return {"claim.name": name, "jsonType.label": json_type, "multivalued": str(multivalued).lower()}


def _user_profile() -> Json:
    """The attributes of a user: Keycloak's own, and those that only an administrator may set."""
    both, admin = ["admin", "user"], ["admin"]
    own = [{"name": name, "permissions": {"view": both, "edit": both}} for name in ("email", "firstName", "lastName")]
    ours = [
        {"name": "customer_id", "permissions": {"view": admin, "edit": admin}},
        {"name": "warehouses", "multivalued": True, "permissions": {"view": admin, "edit": admin}},
        {"name": "approval_limits", "permissions": {"view": admin, "edit": admin}},
    ]
    username = {"name": "username", "permissions": {"view": both, "edit": admin}}
    attributes = {"attributes": [username, *own, *ours]}
    return {"providerId": "declarative-user-profile", "config": {"kc.user.profile.config": [json.dumps(attributes)]}}


def text() -> str:
    """The file as it should be."""
    return json.dumps(realm({str(role): granted for role, granted in PERMISSIONS.items()}), indent=2) + "\n"


if __name__ == "__main__":
    REALM.write_text(text())
