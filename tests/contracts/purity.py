"""A contract for import-linter: packages that may import themselves, the standard library, and what is named."""

import sys

from grimp import ImportGraph
from importlinter.application import output
from importlinter.domain import fields
from importlinter.domain.contract import Contract, ContractCheck
from importlinter.domain.helpers import module_expressions_to_modules


class PureContract(Contract):
    """What is computed in `pure_packages` depends on nothing that reads, writes or waits.

    import-linter forbids by name; here everything is forbidden that is not named, so a new dependency has to be argued.
    """

    type_name = "pure"

    pure_packages = fields.SetField(subfield=fields.ModuleExpressionField())
    allowed_modules = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # as import-linter calls it
        allowed: set[str] = self.allowed_modules  # type: ignore[assignment]  # fields become their values
        packages = module_expressions_to_modules(graph, self.pure_packages)  # type: ignore[arg-type]
        wrong = [
            f"{module} imports {imported}"
            for package in sorted(one.name for one in packages)
            for module in sorted({package, *graph.find_descendants(package)})
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if not _is_pure(imported, package, allowed)
        ]
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for sentence in check.metadata["wrong"]:
            output.print_error(f"{sentence}: a rule must be computed from its arguments alone")


def _is_pure(imported: str, package: str, allowed: set[str]) -> bool:
    if imported == package or imported.startswith(f"{package}."):
        return True
    top = imported.partition(".")[0]
    return top in sys.stdlib_module_names or imported in allowed or top in allowed
