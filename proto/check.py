"""Check the contracts: lint, format, and that nothing breaks who speaks the contracts of the branch this one goes to."""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BUF = Path(sys.executable).parent / "buf"
TARGETS = ("main", "origin/main")


def main() -> int:
    """Run every check; returns the first exit code that is not zero."""
    for check in (["lint"], ["format", "--diff", "--exit-code"]):
        if code := _buf(*check):
            return code
    base = find_base(HERE)
    if base is None:
        print("No earlier commit to compare the contracts with: nothing can break.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        # From an archive, not from .git: it works in work trees and shallow clones too.
        archive = Path(folder) / "base.tar"
        _git(HERE, "archive", f"--output={archive}", base, ".")
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        return _buf("breaking", "--against", folder)


def find_base(folder: Path) -> str | None:
    """The commit whose contracts must keep working: where this branch left main, or the one before when this is main."""
    head = _git(folder, "rev-parse", "HEAD")
    for target in TARGETS:
        if _git(folder, "rev-parse", "--verify", "--quiet", target):
            base = _git(folder, "merge-base", target, "HEAD")
            if base and base != head:
                return base
    return _git(folder, "rev-parse", "--verify", "--quiet", "HEAD~1") or None


def _buf(*arguments: str) -> int:
    return subprocess.run([BUF, *arguments], cwd=HERE, check=False).returncode


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=False, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
