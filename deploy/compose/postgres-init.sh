#!/usr/bin/env bash
# Run once by the PostgreSQL image on an empty data folder: a role and a database for each service, closed to the others.
# Each SERVICE_DATABASE_PASSWORD variable of the environment names one service.
set -euo pipefail

for variable in $(compgen -e | grep '_DATABASE_PASSWORD$'); do
  name=${variable%_DATABASE_PASSWORD}
  name=${name,,}
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set name="$name" --set password="${!variable}" \
    --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
\connect :"name"
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
SQL
done
