"""Wide World Importers' 2013 on Comptoir: the year of a wholesaler, played through the public APIs."""
