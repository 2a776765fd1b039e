"""Write proto/gen: the Python classes, gRPC stubs and type stubs of every contract."""

import shutil
import sys
from pathlib import Path

import grpc_tools
from grpc_tools import protoc

HERE = Path(__file__).parent
GEN = HERE / "gen"
VENDORED = HERE / "third_party" / "protovalidate"
BIN = Path(sys.executable).parent
WELL_KNOWN = Path(grpc_tools.__file__).parent / "_proto"


def main() -> int:
    """Generate anew; returns the exit code of protoc."""
    shutil.rmtree(GEN, ignore_errors=True)
    GEN.mkdir(parents=True)
    # buf.validate is generated too: the protovalidate wheel carries no Python classes of it.
    contracts = sorted(str(path.relative_to(HERE)) for path in (HERE / "comptoir").rglob("*.proto"))

    code = protoc.main(
        [
            "protoc",
            f"-I{HERE}",
            f"-I{VENDORED}",
            f"-I{WELL_KNOWN}",
            f"--plugin=protoc-gen-mypy={BIN / 'protoc-gen-mypy'}",
            f"--plugin=protoc-gen-mypy_grpc={BIN / 'protoc-gen-mypy_grpc'}",
            f"--python_out={GEN}",
            f"--grpc_python_out={GEN}",
            f"--mypy_out=quiet:{GEN}",
            f"--mypy_grpc_out=only_async,quiet:{GEN}",
            "buf/validate/validate.proto",
            *contracts,
        ]
    )
    if code:
        return int(code)
    for folder in [path for path in GEN.rglob("*") if path.is_dir()]:
        (folder / "__init__.py").touch()
    (GEN / "comptoir" / "py.typed").touch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
