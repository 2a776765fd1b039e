"""What is fetched or built once per user and kept."""

import fcntl
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def kept(name: str, make: Callable[[Path], None]) -> Path:
    """The kept folder of this name; `make` fills it the first time, while other processes wait. A failure leaves nothing."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "comptoir"
    home.mkdir(parents=True, exist_ok=True)
    folder = home / name
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=home) as unfinished:
                filled = Path(unfinished) / name
                filled.mkdir()
                make(filled)
                filled.rename(folder)
    return folder
