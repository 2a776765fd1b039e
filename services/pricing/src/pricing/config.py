"""Settings of pricing."""

from kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Beside kit's."""

    price_list_approval: bool = False  # whether somebody else must approve a price list before it is published
