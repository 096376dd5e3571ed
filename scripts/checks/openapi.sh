#!/usr/bin/env bash
# What others make of the description of a running service: two validators, a generated client, generated requests.
#
#   scripts/checks/openapi.sh URL [DOCUMENT]   DOCUMENT: another description than the one that URL serves
#
# openapi-spec-validator and redocly read it; openapi-python-client generates a client, through which one typed call is
# made; schemathesis sends requests that the description allows (GET only, a fixed seed, bounded in number and time) and
# fails on a server error (a described 503 of a busy service aside) and on an answer that is not described. Goes on after a failure, so that one run shows all.
# The programs are installed below CATCHMENT_TOOLS, at the versions that stand in scripts/checks/openapi/.
set -euo pipefail

url=${1:?"an address is needed, such as http://127.0.0.1:8080"}
here=$(cd "$(dirname "$0")" && pwd)/openapi
tools=${CATCHMENT_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/catchment}/openapi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# install NAME FILE COMMAND…: runs the command once for each content of FILE.
install_once() {
  local stamp=$tools/$1.stamp file=$2
  shift 2
  if [ -e "$stamp" ] && cmp -s "$stamp" "$file"; then return; fi
  "$@"
  cp "$file" "$stamp"
}
install_python() {
  rm -rf "$tools/venv"
  python3 -m venv "$tools/venv"
  "$tools/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
}
install_node() {
  rm -rf "$tools/npm"
  mkdir -p "$tools/npm"
  cp "$here/package.json" "$here/package-lock.json" "$tools/npm/"
  (cd "$tools/npm" && npm ci --ignore-scripts --no-audit --no-fund --silent </dev/null)
}
mkdir -p "$tools"
install_once python "$here/requirements.txt" install_python
install_once node "$here/package-lock.json" install_node
PATH="$tools/venv/bin:$PATH"

document=$work/openapi.json
if [ -n "${2:-}" ]; then
  cp "$2" "$document"
else
  curl -fsS "$url/api/v1/openapi.json" -o "$document"
fi

failed=()
judge() {
  local name=$1
  shift
  printf '\n-- %s\n' "$name"
  "$@" || failed+=("$name")
}

typed_call() {
  openapi-python-client generate --path "$document" --config "$here/client.yaml" --meta none \
    --output-path "$work/catchment_client" || return 1
  PYTHONPATH="$work" python "$here/typed_call.py" "$url"
}

judge openapi-spec-validator openapi-spec-validator "$document"
judge redocly "$tools/npm/node_modules/.bin/redocly" lint --config "$here/redocly.yaml" --format=stylish "$document"
judge openapi-python-client typed_call
# In the scratch folder: it keeps what it found in the folder it runs in.
cd "$work"
# Not --max-time: with it, requests go on until the time is used up.
judge schemathesis schemathesis --config-file "$here/schemathesis.toml" run "$document" --url "$url" \
  --include-method GET --mode positive --phases examples,coverage,fuzzing --max-examples 4 --seed 1 --request-timeout 60 --workers 2 \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
  --generation-database none --warnings off --no-color

if [ ${#failed[@]} -gt 0 ]; then
  printf '\nnot content: %s\n' "${failed[*]}"
  exit 1
fi
printf '\nall content\n'
