"""Helm itself, built once per user from its Go module, and what it makes of the chart."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml
from stack.cache import kept
from stack.errors import StackError

VERSION = "3.22.0"
KUBERNETES = "1.36.0"
CHART = Path(__file__).parents[1] / "helm" / "comptoir"


def binary() -> Path:
    """Helm's program.

    Raises:
        StackError: Go is missing, or cannot build it.
    """
    return kept(f"helm-{VERSION}", _build) / "helm"


def _build(folder: Path) -> None:
    go = shutil.which("go")
    if go is None:
        raise StackError("Go is needed once, to build Helm for the tests of the chart: install the package golang.")
    module = f"helm.sh/helm/v3/cmd/helm@v{VERSION}"
    # It works for a few seconds in all: compiled without optimization and debugging information it is there much sooner.
    command = [go, "install", "-trimpath", "-ldflags=-s -w", "-gcflags=all=-N -l", module]
    environment = os.environ | {"GOBIN": str(folder), "CGO_ENABLED": "0"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=folder)
    if done.returncode:
        raise StackError(f"Go cannot build Helm {VERSION}: {done.stderr[-1500:]}")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Helm with these arguments, on the chart."""
    command = [str(binary()), *arguments, "--kube-version", KUBERNETES]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def render(*settings: str, values: str | None = None) -> str:
    """The manifests that the chart makes of `values-<values>.yaml` and of settings like `a.b=c`."""
    arguments = ["template", "comptoir", str(CHART)]
    if values is not None:
        arguments += ["--values", str(CHART / f"values-{values}.yaml")]
    for setting in settings:
        arguments += ["--set", setting]
    done = run(*arguments)
    if done.returncode:
        raise StackError(done.stderr)
    return done.stdout


def documents(manifests: str) -> list[dict[str, Any]]:
    return [document for document in yaml.safe_load_all(manifests) if document]
