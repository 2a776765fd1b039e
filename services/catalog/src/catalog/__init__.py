"""Products, families, units and partners: the reference data of everyone else."""
