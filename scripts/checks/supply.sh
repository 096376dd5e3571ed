#!/usr/bin/env bash
# Licenses, sources, repeated versions and known weaknesses of everything that is built in.
#
#   scripts/checks/supply.sh             all of it
#   scripts/checks/supply.sh --prepare   builds what it checks with, where that is missing, and no more
#
# The first three always (cargo-deny, deny.toml); known weaknesses where the lists can be reached: RustSec's, and npm's for
# the viewer. Where one cannot be reached it says so, and fails for nothing that it did not see.
# cargo-deny is taken from the path or built from the registry into CATCHMENT_TOOLS.
set -euo pipefail
cd "$(dirname "$0")/../.."

DENY_VERSION=0.20.2
tools=${CATCHMENT_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/catchment}/cargo
PATH="$PATH:$tools/bin"
log=$(mktemp)
trap 'rm -f "$log"' EXIT

if ! command -v cargo-deny >/dev/null; then
  echo "building cargo-deny $DENY_VERSION (into $tools)"
  # Unoptimized: half the time to build, and a check takes two seconds either way.
  CARGO_TARGET_DIR="$tools/target" cargo install cargo-deny --locked --debug --quiet --version "$DENY_VERSION" --root "$tools"
  rm -rf "$tools/target"
fi

if [ "${1:-}" = --prepare ]; then exit 0; fi

failed=0
deny() { cargo-deny --config deny.toml --manifest-path "$1/Cargo.toml" check --hide-inclusion-graph "${@:2}"; }

deny . bans licenses sources || failed=1
# Programs apart, of what Typst and maplibre-rs bring: which versions those repeat is not ours to say.
for apart in crates/report crates/still; do
  deny "$apart" licenses sources || failed=1
done

# unreachable WORDS: whether the last output says that a list could not be had, in one of some words.
unreachable() { grep -qE "$1" "$log"; }

# Only what the program and the service are made of: maplibre-rs stands on crates of 2023, and draws our own tiles only.
for room in . crates/report; do
  if deny "$room" advisories >"$log" 2>&1; then
    echo "$room: no known weakness (RustSec)"
  elif unreachable 'failed to fetch advisory database|failed to load advisory database'; then
    echo "$room: NOT CHECKED for known weaknesses: RustSec's list cannot be reached from here"
  else
    cat "$log"
    failed=1
  fi
done

if (cd web && npm audit --audit-level=moderate) >"$log" 2>&1; then
  echo "web: no known weakness (npm)"
elif unreachable 'audit endpoint returned an error|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network'; then
  echo "web: NOT CHECKED for known weaknesses: npm's list cannot be reached from here"
else
  cat "$log"
  failed=1
fi
exit "$failed"
