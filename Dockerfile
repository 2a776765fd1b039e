# syntax=docker/dockerfile:1.7
# One image for every service: `docker run IMAGE sales serve`, `docker run IMAGE sales migrate`.
# It writes nothing but to its standard output, so that its file system may be read-only.

ARG PYTHON_IMAGE=python:3.11-slim-bookworm
ARG NODE_IMAGE=node:20.20-bookworm-slim

FROM ${NODE_IMAGE} AS console
WORKDIR /build
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts
COPY web ./
RUN npm run build

FROM ${PYTHON_IMAGE} AS base
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1

FROM base AS builder
RUN pip install uv==0.13.9
ENV UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never

FROM builder AS contracts
WORKDIR /build
COPY requirements.lock ./
# The lock holds the versions and the hashes of what generates the classes.
RUN uv pip install --system --constraint requirements.lock grpcio-tools mypy-protobuf
COPY proto proto
RUN python proto/generate.py

FROM builder AS dependencies
WORKDIR /build
COPY requirements.services.lock ./
RUN uv venv /app/.venv \
    && uv pip install --python /app/.venv --require-hashes --no-deps --requirements requirements.services.lock

FROM base
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin comptoir
WORKDIR /app
COPY --from=dependencies /app/.venv .venv
COPY --from=contracts /build/proto/gen proto/gen
COPY kit/src kit/src
COPY services services
COPY --from=console /build/dist console
# Every source folder is on Python's path, as an editable install has it; byte code is written now, for it cannot be later.
RUN printf '%s\n' /app/proto/gen /app/kit/src /app/services/*/src > "$(echo .venv/lib/python3.*/site-packages)/comptoir.pth" \
    && .venv/bin/python -m compileall -q -j 0 .venv/lib proto kit services
ENV PATH=/app/.venv/bin:$PATH \
    HTTP_HOST=0.0.0.0 \
    GRPC_HOST=0.0.0.0 \
    CONSOLE_FOLDER=/app/console
USER 10001:10001
EXPOSE 8000 9000
ENTRYPOINT ["python", "-m"]
