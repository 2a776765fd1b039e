"""`python -m inventory run | serve | consume | relay | migrate`."""

from kit.service import main

from inventory.wiring import build

main(build)
