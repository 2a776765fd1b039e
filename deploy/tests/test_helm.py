"""The chart renders to manifests that Kubernetes takes, for every service, with nothing secret in them."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import envoy
import kubernetes_validate
import pytest
import yaml
from stack.errors import StackError

from deploy.tests import helm
from deploy.tests.environment import SERVICES, WIRED, required_by, variables_of
from kit import operations

pytestmark = pytest.mark.slow  # Helm is built on the first run

ENVOY = Path(envoy.__file__).parent / "_bin" / "envoy"
ROLES = ("serve", "consume", "relay")
VALUES = ("dev", "production")
Manifests = list[dict[str, Any]]


@pytest.fixture(scope="module")
def production() -> Manifests:
    return helm.documents(helm.render(values="production"))


@pytest.fixture(scope="module")
def dev() -> Manifests:
    return helm.documents(helm.render(values="dev"))


def of_kind(manifests: Manifests, kind: str) -> dict[str, dict[str, Any]]:
    """Those of a kind, by name without the release's."""
    return {m["metadata"]["name"].removeprefix("comptoir-"): m for m in manifests if m["kind"] == kind}


def pods(manifests: Manifests) -> Iterator[tuple[str, dict[str, Any]]]:
    for manifest in manifests:
        if manifest["kind"] in ("Deployment", "Job"):
            yield manifest["metadata"]["name"], manifest["spec"]["template"]["spec"]


def environment(manifests: Manifests, pod: dict[str, Any]) -> dict[str, Any]:
    """The variables of its container: plain ones, and those from config maps."""
    maps = {m["metadata"]["name"]: m["data"] for m in manifests if m["kind"] == "ConfigMap"}
    [container] = pod["containers"]
    plain = {entry["name"]: entry.get("value", entry.get("valueFrom")) for entry in container.get("env", ())}
    for source in container.get("envFrom", ()):
        plain |= maps[source["configMapRef"]["name"]]
    return plain


@pytest.mark.parametrize("values", VALUES)
def test_lint_finds_nothing(values: str) -> None:
    done = helm.run("lint", str(helm.CHART), "--strict", "--values", str(helm.CHART / f"values-{values}.yaml"))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("values", VALUES)
def test_every_manifest_is_valid(values: str) -> None:
    for manifest in helm.documents(helm.render(values=values)):
        kubernetes_validate.validate(manifest, helm.KUBERNETES.rpartition(".")[0], strict=True)


def test_names_are_unique(production: Manifests, dev: Manifests) -> None:
    for manifests in (production, dev):
        names = [(m["kind"], m["metadata"]["name"]) for m in manifests]
        assert len(names) == len(set(names))


def test_every_service_is_there_in_every_role(production: Manifests, dev: Manifests) -> None:
    deployments = set(of_kind(production, "Deployment")) - {"gateway"}
    assert deployments == {f"{service}-{role}" for service in SERVICES for role in ROLES}
    assert set(of_kind(dev, "Deployment")) - {"gateway"} == {f"{service}-run" for service in SERVICES}
    for manifests in (production, dev):
        assert set(of_kind(manifests, "Job")) == {f"{service}-migrate" for service in SERVICES}


def test_migrations_run_before_anything_new(production: Manifests) -> None:
    for job in of_kind(production, "Job").values():
        assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
        [container] = job["spec"]["template"]["spec"]["containers"]
        assert container["args"][1] == "migrate"
        assert "envFrom" not in container  # no config map is there yet


def test_every_deployment_is_probed_bounded_and_protected(production: Manifests) -> None:
    paths = {route.path for route in operations.probes("any", None, {}).routes}  # type: ignore[arg-type,attr-defined]
    budgets = {
        tuple(sorted(budget["spec"]["selector"]["matchLabels"].items()))
        for budget in of_kind(production, "PodDisruptionBudget").values()
    }
    for name, deployment in of_kind(production, "Deployment").items():
        [container] = deployment["spec"]["template"]["spec"]["containers"]
        assert container["resources"]["requests"].keys() == {"cpu", "memory"}
        assert "memory" in container["resources"]["limits"]
        for probe in ("livenessProbe", "readinessProbe"):
            assert container[probe]
            assert name == "gateway" or container[probe]["httpGet"]["path"] in paths
        assert tuple(sorted(deployment["spec"]["selector"]["matchLabels"].items())) in budgets
        assert deployment["spec"]["template"]["spec"]["topologySpreadConstraints"]


def test_what_answers_requests_scales(production: Manifests) -> None:
    scalers = of_kind(production, "HorizontalPodAutoscaler")
    assert set(scalers) == {f"{service}-serve" for service in SERVICES} | {"gateway"}
    for name, scaler in scalers.items():
        assert scaler["spec"]["scaleTargetRef"]["name"] == f"comptoir-{name}"
        assert "replicas" not in of_kind(production, "Deployment")[name]["spec"]


def test_network_is_shut_but_for_what_is_named(production: Manifests) -> None:
    policies = of_kind(production, "NetworkPolicy")
    assert set(policies) == {*SERVICES, "gateway", "default"}
    assert policies["default"]["spec"]["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in policies["default"]["spec"]
    callers = {
        source["podSelector"]["matchLabels"]["comptoir/service"]
        for rule in policies["pricing"]["spec"]["ingress"]
        if rule["ports"] == [{"port": 9000}]
        for source in rule["from"]
    }
    assert callers == {"sales"}


def test_selectors_of_services_find_pods_with_that_port(production: Manifests, dev: Manifests) -> None:
    for manifests in (production, dev):
        templates = [m["spec"]["template"] for m in manifests if m["kind"] == "Deployment"]
        for name, service in of_kind(manifests, "Service").items():
            wanted = service["spec"]["selector"].items()
            found = [t for t in templates if wanted <= t["metadata"]["labels"].items()]
            assert len(found) == 1, name
            [container] = found[0]["spec"]["containers"]
            assert {p["targetPort"] for p in service["spec"]["ports"]} <= {p["name"] for p in container["ports"]}


def test_pods_are_nobody_and_write_nothing(production: Manifests) -> None:
    for name, pod in pods(production):
        assert pod["automountServiceAccountToken"] is False, name
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }


@pytest.mark.parametrize("values", VALUES)
def test_images_are_pinned(values: str) -> None:
    for name, pod in pods(helm.documents(helm.render(values=values))):
        for container in pod["containers"]:
            assert re.search(r"(:v?\d+\.\d+\.\d+|@sha256:[0-9a-f]{64})$", container["image"]), name


def test_a_digest_wins_over_the_tag() -> None:
    digest = "sha256:" + "0" * 64
    manifests = helm.documents(helm.render(f"image.digest={digest}", values="production"))
    images = {
        container["image"] for name, pod in pods(manifests) if "gateway" not in name for container in pod["containers"]
    }
    assert images == {f"registry.example/comptoir@{digest}"}


def test_no_secret_is_rendered(production: Manifests, dev: Manifests) -> None:
    assert of_kind(production, "Secret") == {}
    told = {value for secret in of_kind(dev, "Secret").values() for value in secret["stringData"].values()}
    elsewhere = str([m for m in dev if m["kind"] != "Secret"])
    assert not [value for value in told if value in elsewhere]
    for name, pod in pods(production):
        for variable, value in environment(production, pod).items():
            if re.search(r"PASSWORD|SECRET|DATABASE_URL|TOKEN_KEY", variable):
                assert value["secretKeyRef"].keys() == {"name", "key"}, f"{name}: {variable}"


@pytest.mark.parametrize("service", WIRED)
def test_settings_are_those_that_the_service_reads(service: str, production: Manifests, dev: Manifests) -> None:
    for manifests in (production, dev):
        for name, pod in pods(manifests):
            if name.startswith(f"comptoir-{service}-"):
                given = set(environment(manifests, pod))
                assert required_by(service) <= given <= variables_of(service), name


def test_peers_are_those_that_answer_grpc(production: Manifests) -> None:
    services = of_kind(production, "Service")
    for _, pod in pods(production):
        for variable, value in environment(production, pod).items():
            if variable.endswith("_TARGET"):
                host, port = value.removeprefix("dns:///comptoir-").split(":")
                assert services[host]["spec"]["clusterIP"] == "None"  # so that calls go round over the replicas
                assert services[host]["spec"]["ports"][0]["port"] == int(port)


def test_another_provider_stands_in_for_identity() -> None:
    other = (
        "identity.enabled=false",
        "oidc.issuer=https://sso.example/realms/x",
        "oidc.jwksUrl=https://sso.example/certs",
    )
    manifests = helm.documents(helm.render(*other, values="production"))
    assert not [m for m in manifests if "identity" in m["metadata"]["name"]]
    for name, pod in pods(manifests):
        if "gateway" not in name:
            assert environment(manifests, pod)["OIDC_JWKS_URL"] == "https://sso.example/certs"
    [egress] = [
        r for r in of_kind(manifests, "NetworkPolicy")["sales"]["spec"]["egress"] if {"port": 443} in r["ports"]
    ]
    assert egress == {"ports": [{"port": 443}]}


@pytest.mark.parametrize("settings", [(), ("identity.enabled=false", "oidc.jwksUrl=https://sso.example/certs")])
def test_the_gateway_starts_with_the_configuration(settings: tuple[str, ...], tmp_path: Path) -> None:
    manifests = helm.documents(helm.render(*settings, values="production"))
    configuration = of_kind(manifests, "ConfigMap")["gateway"]["data"]["envoy.yaml"]
    assert "${" not in configuration
    (tmp_path / "envoy.yaml").write_text(configuration)
    done = subprocess.run(
        [ENVOY, "--mode", "validate", "-c", tmp_path / "envoy.yaml"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    clusters = {cluster["name"]: cluster for cluster in yaml.safe_load(configuration)["static_resources"]["clusters"]}
    for service in SERVICES:
        [endpoints] = clusters[service]["load_assignment"]["endpoints"]
        address = endpoints["lb_endpoints"][0]["endpoint"]["address"]["socket_address"]
        assert address == {"address": f"comptoir-{service}", "port_value": 8000}


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("identity.enabled=false", "oidc.jwksUrl says where the keys of the other provider are"),
        ("procesess=single", "procesess"),
        ("processes=double", "processes"),
        ("defaults.serve.replicas=many", "replicas"),
        ("kafka.bootstrapServers=kafka", "bootstrapServers"),
        ("settings.COMPANY_CURRENCY=euro", "COMPANY_CURRENCY"),
    ],
)
def test_wrong_values_are_refused_by_name(setting: str, told: str) -> None:
    with pytest.raises(StackError, match=re.escape(told)):
        helm.render(setting, values="production")
