"""Read models fed by Kafka alone: margin by any axis, alerts, freshness."""
