"""Write proto/gen: the Python classes, gRPC stubs and type stubs of every contract."""

import shutil
import sys
from pathlib import Path

import grpc_tools
from grpc_tools import protoc

HERE = Path(__file__).parent
GEN = HERE / "gen"
VENDORED = HERE / "third_party" / "protovalidate"
WELL_KNOWN = Path(grpc_tools.__file__).parent / "_proto"


def main() -> int:
    """Generate anew; returns the exit code of protoc."""
    shutil.rmtree(GEN, ignore_errors=True)
    GEN.mkdir(parents=True)
    contracts = sorted(str(path.relative_to(HERE)) for path in (HERE / "comptoir").rglob("*.proto"))
    # buf.validate comes with the protovalidate wheel: only its Python package is imported, so it is not generated here.
    code = protoc.main(
        [
            "protoc",
            f"-I{HERE}",
            f"-I{VENDORED}",
            f"-I{WELL_KNOWN}",
            f"--python_out={GEN}",
            f"--grpc_python_out={GEN}",
            f"--mypy_out={GEN}",
            f"--mypy_grpc_out=only_async:{GEN}",
            *contracts,
        ]
    )
    for folder in [GEN / "comptoir", *(path for path in (GEN / "comptoir").rglob("*") if path.is_dir())]:
        (folder / "__init__.py").touch()
    (GEN / "comptoir" / "py.typed").touch()
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
