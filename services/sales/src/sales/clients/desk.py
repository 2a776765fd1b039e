"""What a command works with that asks others before it writes."""

from dataclasses import dataclass

from kit.db import Database

from sales.clients.peers import Peers


@dataclass(frozen=True, slots=True)
class Desk:
    """The database, the peers, and what the settings say of orders."""

    database: Database
    peers: Peers
    currency: str  # of the company: credit is kept in it
    hold_s: int  # how long stock and credit wait for an order to be firm
    release_days: int  # how long an order that was released despite its customer's credit may go on
