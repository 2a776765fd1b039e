"""How properties are tested that need a real database: few examples, and no shrinking, which would take minutes."""

from hypothesis import HealthCheck, Phase, settings

on_a_database = settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
