"""The gateway's configuration in a real Envoy, before a server that answers what it was asked."""

import json
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import envoy
import httpx
import pytest
import yaml
from joserfc.jwk import ECKey
from kit.service import KEEP_ALIVE_S
from kit.testing import tokens
from stack.ports import LOCALHOST, answers, free_port

from deploy.envoy import render
from deploy.tests.environment import SERVICES

ENVOY = Path(envoy.__file__).parent / "_bin" / "envoy"
LIMIT = 4096  # bytes of a body, here


class Upstream(BaseHTTPRequestHandler):
    """Any service, and the identity provider."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body: Mapping[str, object] = {"path": self.path, "headers": dict(self.headers.items())}
        if self.path.endswith("jwks.json"):
            body = tokens.KEYS.as_dict(private=False)
        if self.path.endswith("/slow"):
            self.server.slow.wait(10)  # type: ignore[attr-defined]
        self._answer(json.dumps(body).encode())

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["content-length"])))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the base has it
        """Quiet."""

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def upstream() -> Iterator[int]:
    server = ThreadingHTTPServer((LOCALHOST, 0), Upstream)
    server.slow = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.server_port
    server.slow.set()  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def gateway(upstream: int) -> Iterator[httpx.Client]:
    """A client of the running gateway."""
    port, stats, admin, nobody = free_port(), free_port(), free_port(), free_port()
    places = {f"{name.upper()}_HOST": LOCALHOST for name in (*SERVICES, "jwks")}
    ports = {f"{name.upper()}_PORT": str(upstream) for name in (*SERVICES, "jwks")}
    variables = (
        places
        | ports
        | {
            "LISTEN_HOST": LOCALHOST,
            "LISTEN_PORT": str(port),
            "STATS_PORT": str(stats),
            "ADMIN_PORT": str(admin),
            "OIDC_ISSUER": tokens.ISSUER,
            "JWKS_URL": f"http://{LOCALHOST}:{upstream}/.well-known/jwks.json",
            "BODY_MAX_BYTES": str(LIMIT),
            "TOKEN_RATE_PER_S": "3",
            "ROUTE_TIMEOUT": "1s",
            "REPORTING_PORT": str(nobody),
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "envoy.yaml"
        config.write_text(render.render(variables))
        log = (Path(folder) / "log").open("w+")
        process = subprocess.Popen(
            [ENVOY, "-c", config, "--use-dynamic-base-id", "--concurrency", "1", "--log-level", "warning"],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            with httpx.Client(base_url=f"http://{LOCALHOST}:{port}") as client:
                wait_until_ready(process, client, stats)
                yield client
        finally:
            process.terminate()
            process.wait(10)
            log.close()


def wait_until_ready(process: "subprocess.Popen[bytes]", client: httpx.Client, stats: int) -> None:
    """The gateway listens, has the keys, and knows its upstreams."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        assert process.poll() is None, "Envoy ended"
        if answers(stats) and answers(client.base_url.port or 0):
            ready = httpx.get(f"http://{LOCALHOST}:{stats}/ready").status_code == 200
            if ready and client.get("/api/catalog/v1/products", headers=bearer()).status_code == 200:
                return
        time.sleep(0.05)
    raise AssertionError("Envoy is not ready")


def bearer(**claims: object) -> dict[str, str]:
    return {"authorization": f"Bearer {tokens.token(**claims)}"}  # type: ignore[arg-type]


def assert_problem(answer: httpx.Response, status: int, slug: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["type"] == f"https://comptoir.example/problems/{slug}"
    assert body["status"] == status
    assert body["detail"]
    assert body["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {"reporting"}))
def test_each_service_is_reached_under_its_own_path(gateway: httpx.Client, service: str) -> None:
    answer = gateway.get(f"/api/{service}/v1/things?limit=2", headers=bearer())
    assert answer.json()["path"] == f"/api/{service}/v1/things?limit=2"


def test_the_token_goes_on_to_the_service_and_the_request_has_an_id(gateway: httpx.Client) -> None:
    headers = bearer() | {"x-request-id": "7e1f", "traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01"}
    answer = gateway.get("/api/catalog/v1/products", headers=headers)
    arrived = {name.lower(): value for name, value in answer.json()["headers"].items()}
    assert arrived["authorization"] == headers["authorization"]
    assert arrived["traceparent"].split("-")[1] == "a" * 32  # the caller's trace goes on
    assert answer.headers["x-request-id"] == arrived["x-request-id"] == "7e1f"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no token"),
        pytest.param({"authorization": "Bearer x.y.z"}, id="no JWT"),
        pytest.param(bearer(exp=int(time.time()) - 3600), id="expired"),
        pytest.param(bearer(iss="http://elsewhere"), id="from elsewhere"),
        pytest.param(bearer(key=ECKey.generate_key("P-256", {"kid": "test"})), id="forged"),
    ],
)
def test_who_has_no_good_token_gets_no_further(gateway: httpx.Client, headers: dict[str, str]) -> None:
    assert_problem(gateway.get("/api/sales/v1/orders", headers=headers), 401, "unauthenticated")


def test_a_good_token_for_somebody_else_is_refused(gateway: httpx.Client) -> None:
    assert_problem(gateway.get("/api/sales/v1/orders", headers=bearer(aud="others")), 403, "forbidden")


@pytest.mark.parametrize("path", ["/api/sales/openapi.json", "/.well-known/openid-configuration", "/oauth/authorize"])
def test_some_doors_are_open(gateway: httpx.Client, path: str) -> None:
    assert gateway.get(path).json()["path"] == path


@pytest.mark.parametrize(
    "path", ["/", "/orders", "/orders/7?sort=net", "/offer", "/rfq", "/metrics", "/callback?code=1"]
)
def test_a_browser_that_opens_any_other_address_gets_the_console(gateway: httpx.Client, path: str) -> None:
    answer = gateway.get(path, headers={"accept": "text/html,*/*"})
    assert answer.json()["path"] == f"/console{path}"


def test_files_of_the_console_are_there_for_everybody(gateway: httpx.Client) -> None:
    assert gateway.get("/assets/index-1a2b.js").json()["path"] == "/console/assets/index-1a2b.js"
    for name in ("icon.svg", "scanner.webmanifest", "scanner-worker.js", "version.json"):
        assert gateway.get(f"/{name}").json()["path"] == f"/console/{name}"


def test_the_documentation_is_there_for_everybody(gateway: httpx.Client) -> None:
    assert gateway.get("/docs/page.js").json()["path"] == "/docs/page.js"
    assert gateway.get("/docs/services.json").json() == sorted(SERVICES)


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/api/unknown/v1/things", "/livez"])
def test_nothing_else_is_reached(gateway: httpx.Client, path: str) -> None:
    assert_problem(gateway.get(path, headers=bearer()), 404, "unknown-path")


def test_an_unknown_api_is_no_screen(gateway: httpx.Client) -> None:
    headers = bearer() | {"accept": "text/html"}
    assert_problem(gateway.get("/api/unknown/v1/things", headers=headers), 404, "unknown-path")


def test_browsers_may_ask_from_known_origins_only(gateway: httpx.Client) -> None:
    ask = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,idempotency-key"}
    known = gateway.options("/api/sales/v1/orders", headers=ask | {"origin": "http://localhost:5173"})
    assert known.status_code == 200
    assert known.headers["access-control-allow-origin"] == "http://localhost:5173"
    assert "idempotency-key" in known.headers["access-control-allow-headers"]
    other = gateway.options("/api/sales/v1/orders", headers=ask | {"origin": "http://localhost.evil.example"})
    assert "access-control-allow-origin" not in other.headers


def test_a_large_body_is_refused(gateway: httpx.Client) -> None:
    fits = gateway.post("/api/sales/v1/orders", content=b"x" * LIMIT, headers=bearer())
    assert fits.content == b"x" * LIMIT
    too_large = gateway.post("/api/sales/v1/orders", content=b"x" * (LIMIT + 1), headers=bearer())
    assert_problem(too_large, 413, "body-too-large")


def test_who_guesses_passwords_is_slowed_down(gateway: httpx.Client) -> None:
    answers = [gateway.post("/oauth/token", content=b"guess") for _ in range(12)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert_problem(refused[0], 429, "too-many-requests")
    assert gateway.get("/api/sales/v1/orders", headers=bearer()).status_code == 200


def test_a_supplier_reaches_his_invitation_without_an_account_and_who_guesses_links_is_slowed_down(
    gateway: httpx.Client,
) -> None:
    answers = [gateway.get("/rfq", headers={"rfq-token": "x" * 43}) for _ in range(12)]
    assert answers[0].json()["path"] == "/rfq"
    assert_problem(next(answer for answer in answers if answer.status_code == 429), 429, "too-many-requests")
    assert_problem(gateway.get("/rfqs"), 404, "unknown-path")


def test_the_page_of_a_customers_link_asks_by_the_same_address(gateway: httpx.Client) -> None:
    assert gateway.get("/offer", headers={"offer-token": "x" * 43}).json()["path"] == "/offer"


def test_a_service_that_is_away_or_slow_is_told_apart(gateway: httpx.Client) -> None:
    assert_problem(gateway.get("/api/reporting/v1/summary", headers=bearer()), 503, "unavailable")
    assert_problem(gateway.get("/api/sales/v1/slow", headers=bearer()), 504, "answer-too-slow")


def test_every_service_has_its_route_and_its_place() -> None:
    variables = render.usual_variables()
    assert {name for name in SERVICES if f"{name.upper()}_HOST" in variables} == set(SERVICES)
    text = (Path(render.__file__).parent / "envoy.yaml").read_text()
    assert [name for name in SERVICES if f"prefix: /api/{name}/" not in text] == []


def test_an_idle_connection_is_let_go_here_before_the_service_closes_it_under_a_request() -> None:
    clusters = yaml.safe_load(render.render({}))["static_resources"]["clusters"]
    idle_s = {
        each["name"]: int(options["common_http_protocol_options"]["idle_timeout"].removesuffix("s"))
        for each in clusters
        if each["name"] in SERVICES
        for options in each["typed_extension_protocol_options"].values()
    }
    assert idle_s.keys() == set(SERVICES)
    assert max(idle_s.values()) < KEEP_ALIVE_S
