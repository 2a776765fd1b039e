"""`python -m identity run | serve | relay | migrate | rotate-keys | create-admin`."""

from kit.service import main

from identity.wiring import build

main(build)
