"""docker-compose.yml holds every part, wired to each other, with the settings that services read."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import Counter, Gauge, Histogram
from stack.postgres import BIN, Postgres

from deploy.compose.new_env import EXAMPLE, filled
from deploy.envoy import render
from deploy.tests.environment import ROOT, SERVICES, WIRED, required_by, variables_of
from kit import telemetry

DEPLOY = ROOT / "deploy"
COMPOSE = ROOT / "docker-compose.yml"
OBSERVERS = {"otel-collector", "tempo", "loki", "prometheus", "grafana"}
Parts = dict[str, dict[str, Any]]


def read_by_the_engine(env: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).parent / "docker-compose"
    command = [str(program), "--env-file", str(env), "--file", str(COMPOSE), *arguments]
    bare = {"PATH": os.environ["PATH"]}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=bare)


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compose") / "env"
    path.write_text(filled(EXAMPLE.read_text()))
    return path


@pytest.fixture(scope="module")
def parts(env: Path) -> Parts:
    """Every part as the engine understands it."""
    done = read_by_the_engine(env, "--profile", "*", "config", "--format", "json")
    assert done.returncode == 0, done.stderr
    found: Parts = json.loads(done.stdout)["services"]
    return found


def test_every_part_is_there(parts: Parts) -> None:
    migrations = {f"{service}-migrate" for service in SERVICES}
    others = {"postgres", "kafka", "gateway", "gateway-configuration", "keycloak"}
    assert set(parts) == {*SERVICES, *migrations, *others, *OBSERVERS}


def test_without_profiles_it_is_complete_and_small(env: Path) -> None:
    started = set(read_by_the_engine(env, "config", "--services").stdout.split())
    assert started >= {*SERVICES, "postgres", "kafka", "gateway"}
    assert not started & {"keycloak", *OBSERVERS}


def test_nothing_starts_without_its_secrets(tmp_path: Path) -> None:
    (tmp_path / "env").write_text(EXAMPLE.read_text())
    refused = read_by_the_engine(tmp_path / "env", "config")
    assert refused.stdout == ""
    assert "run deploy/compose/new_env.py" in refused.stderr


def test_secrets_are_new_each_time() -> None:
    first, second = (dict(re.findall(r"^(\w+)=(.*)$", filled(EXAMPLE.read_text()), re.MULTILINE)) for _ in range(2))
    secrets = [name for name in first if re.search(r"PASSWORD|KEY|SECRET", name)]
    assert all(len(first[name]) == 64 and first[name] != second[name] for name in secrets)


@pytest.mark.parametrize("service", WIRED)
def test_settings_are_those_that_the_service_reads(service: str, parts: Parts) -> None:
    for part in (service, f"{service}-migrate"):
        assert required_by(service) <= set(parts[part]["environment"]) <= variables_of(service)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_waits_for_its_migrations_alone_and_is_nobody(service: str, parts: Parts) -> None:
    assert parts[service]["command"] == [service, "run"]
    assert parts[service]["depends_on"].keys() == {f"{service}-migrate"}
    assert parts[f"{service}-migrate"]["command"] == [service, "migrate"]
    assert f"@postgres:5432/{service}" in parts[service]["environment"]["DATABASE_URL"]
    for part in (parts[service], parts[f"{service}-migrate"]):
        assert part["read_only"] is True
        assert part["cap_drop"] == ["ALL"]


def test_addresses_name_parts(parts: Parts) -> None:
    for name, part in parts.items():
        for variable, value in (part.get("environment") or {}).items():
            if re.search(r"_TARGET$|BOOTSTRAP_SERVERS$|ENDPOINT$|JWKS_URL$", variable):
                host = re.sub(r"^\w+://", "", value).partition(":")[0]
                assert host in parts, f"{name}: {variable}"


def test_images_are_pinned_and_files_exist(parts: Parts) -> None:
    for name, part in parts.items():
        assert re.search(r":v?\d+\.\d+", part["image"]), name
        for volume in part.get("volumes", ()):
            if volume["type"] == "bind" and not volume["source"].startswith("/var/lib/docker"):
                assert Path(volume["source"]).exists(), volume["source"]


def test_the_gateway_gets_variables_that_its_configuration_knows(parts: Parts) -> None:
    given = parts["gateway-configuration"]["environment"]
    assert set(given) <= set(render.usual_variables())
    assert given["CORS_ORIGINS"] == render.usual_variables()["CORS_ORIGINS"]
    for service in SERVICES:
        assert render.usual_variables()[f"{service.upper()}_HOST"] in parts


def test_each_service_gets_a_database_that_is_closed_to_the_others(postgres: Postgres) -> None:
    # As the image does it, on this session's server: names of their own keep others' databases out of it.
    passwords = {f"{name.upper()}_DATABASE_PASSWORD": f"{name}'s \\ $ecret" for name in ("compose_a", "compose_b")}
    socket = {"PGHOST": str(postgres.folder), "PGPORT": str(postgres.port), "POSTGRES_USER": "postgres"}
    path = f"{BIN}:{os.environ['PATH']}"
    done = subprocess.run(
        [DEPLOY / "compose" / "postgres-init.sh"],
        check=False, capture_output=True, text=True, env=passwords | socket | {"PATH": path},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    can_connect = "SELECT has_database_privilege('{}', '{}', 'CONNECT')"
    assert postgres.execute(can_connect.format("compose_a", "compose_a")).strip() == "t"
    assert postgres.execute(can_connect.format("compose_b", "compose_a")).strip() == "f"
    extensions = postgres.execute(
        "SELECT string_agg(extname, ',' ORDER BY extname) FROM pg_extension", database="compose_b"
    )
    assert extensions.strip() == "btree_gist,pg_trgm,plpgsql"


def test_prometheus_asks_every_service() -> None:
    config = yaml.safe_load((DEPLOY / "observability" / "prometheus.yaml").read_text())
    [comptoir] = [job for job in config["scrape_configs"] if job["job_name"] == "comptoir"]
    assert comptoir["static_configs"][0]["targets"] == [f"{service}:8000" for service in SERVICES]


def test_alerts_and_dashboards_ask_for_metrics_that_exist() -> None:
    exposed = {"up"}
    for metric in vars(telemetry).values():
        if isinstance(metric, Counter | Gauge | Histogram):
            [family] = metric.describe()
            exposed |= {family.name, f"{family.name}_total", f"{family.name}_bucket"}
    alerts = yaml.safe_load((DEPLOY / "observability" / "alerts.yaml").read_text())
    asked = [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    for dashboard in (DEPLOY / "dashboards").glob("*.json"):
        panels = json.loads(dashboard.read_text())["panels"]
        asked += [target["expr"] for panel in panels for target in panel["targets"]]
    names = {name for expression in asked for name in re.findall(r"comptoir_\w+", expression)}
    assert names
    assert names <= exposed
