"""`python -m accounting run | serve | consume | relay | migrate`."""

from kit.service import main

from accounting.wiring import build

main(build)
