"""The public side of identity: OAuth 2 and OpenID Connect."""
