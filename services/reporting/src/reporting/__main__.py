"""`python -m reporting run | serve | consume | relay | migrate | rebuild`."""

from kit.service import main

from reporting.wiring import build

main(build)
