"""What must hold between services, checked on a running system over its public APIs."""
