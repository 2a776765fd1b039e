"""Where samples of others are: all of them in ../shared/samples, the ones that may be given on in `data`."""

from pathlib import Path

_ROOT = Path(__file__).parents[3]
_SHARED = [parent / "shared" / "samples" for parent in (_ROOT.parent, _ROOT.parent.parent)]
_OWN = Path(__file__).parent / "data" / "einvoice"


def folder_of(kind: str) -> Path:
    """The folder of a kind of samples, with its manifest.json."""
    return next((folder / kind for folder in _SHARED if (folder / kind).exists()), _OWN / kind)
