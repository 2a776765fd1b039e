"""Logs, traces and metrics: set up once per process, cheap when off."""

import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import structlog
from opentelemetry import propagate, trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter
from prometheus_client import Counter, Gauge, Histogram

from kit.settings import ServiceSettings

_FAST = (0.002, 0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30)

HTTP_REQUESTS = Counter("comptoir_http_requests", "HTTP requests answered", ["service", "method", "route", "status"])
HTTP_SECONDS = Histogram(
    "comptoir_http_request_seconds", "Time to answer", ["service", "method", "route"], buckets=_FAST
)
GRPC_REQUESTS = Counter("comptoir_grpc_requests", "gRPC calls answered", ["service", "method", "code"])
GRPC_SECONDS = Histogram("comptoir_grpc_request_seconds", "Time to answer", ["service", "method"], buckets=_FAST)
OUTBOX_ROWS = Gauge("comptoir_outbox_rows", "Events waiting to be published", ["service"])
OUTBOX_OLDEST = Gauge("comptoir_outbox_oldest_seconds", "Age of the oldest waiting event", ["service"])
RELAY_PUBLISHED = Counter("comptoir_relay_published", "Events published", ["service", "topic"])
CONSUMER_LAG = Gauge("comptoir_consumer_lag", "Messages not applied yet", ["service", "topic", "partition"])
CONSUMED = Counter("comptoir_consumed", "Events applied", ["service", "type"])
PARKED = Gauge("comptoir_parked_messages", "Messages parked", ["service"])
EVENT_DELAY = Histogram(
    "comptoir_event_delay_seconds", "From published to applied", ["service", "topic"], buckets=_FAST
)
DB_IN_USE = Gauge("comptoir_db_pool_in_use", "Database connections at work", ["service"])

_state = {"tracing": False}


def set_up(service: str, settings: ServiceSettings) -> None:
    """Send logs to standard output and traces where the settings say."""
    level = getattr(logging, settings.log_level.upper())
    last = structlog.dev.ConsoleRenderer() if settings.log_format == "console" else structlog.processors.JSONRenderer()
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        _name_trace,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processor=last))
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)
    _set_up_traces(service, settings)


def _name_trace(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """With the id of the trace at work, so that logs and traces lead to each other."""
    if _state["tracing"]:
        context = trace.get_current_span().get_span_context()
        if context.is_valid:
            event["trace_id"] = trace.format_trace_id(context.trace_id)
    return event


def _set_up_traces(service: str, settings: ServiceSettings) -> None:
    if settings.telemetry == "off":
        return
    if settings.telemetry == "console":
        exporter: ConsoleSpanExporter | object = ConsoleSpanExporter()
    else:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  # costs 15 MB

        exporter = OTLPSpanExporter(endpoint=settings.otel_exporter_otlp_endpoint, insecure=True)
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(exporter))  # type: ignore[arg-type]  # both are SpanExporters
    trace.set_tracer_provider(provider)
    _state["tracing"] = True


def current_traceparent() -> str | None:
    """The W3C header of the span at work, to be stored with an event or sent with a call."""
    if not _state["tracing"]:
        return None
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier.get("traceparent")


@contextmanager
def span(
    name: str,
    *,
    kind: trace.SpanKind = trace.SpanKind.INTERNAL,
    parent: str | None = None,
    links: Sequence[str | None] = (),
    **attributes: str | int,
) -> Iterator[None]:
    """A span, child of `parent` (a traceparent) or of the one at work; does nothing when tracing is off."""
    if not _state["tracing"]:
        yield
        return
    context = propagate.extract({"traceparent": parent}) if parent else None
    linked = [trace.Link(found) for link in links if link and (found := _span_context({"traceparent": link}))]
    tracer = trace.get_tracer("comptoir")
    with tracer.start_as_current_span(name, context=context, kind=kind, links=linked, attributes=attributes):
        yield


def _span_context(carrier: Mapping[str, str]) -> trace.SpanContext | None:
    found = trace.get_current_span(propagate.extract(carrier)).get_span_context()
    return found if found.is_valid else None
