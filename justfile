# Short names for what is done often (https://github.com/casey/just). README.md has the same as plain commands.

export CARGO_TARGET_DIR := env("CARGO_TARGET_DIR", home_directory() / ".cache/catchment/target")

# Folder with the police files; data/README.md says what belongs in it.
shared := env("CATCHMENT_SHARED", justfile_directory() / "../shared")

# List the recipes.
default:
    @just --list

# Compile everything without building it.
check:
    cargo check --workspace --all-targets --locked
    cd web && npm run check

# Form and lints of program, viewer and scripts; structure, licenses and advisories.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings
    cd web && npm run lint
    if command -v shellcheck >/dev/null; then shellcheck -x scripts/setup scripts/demo scripts/test scripts/fuzz scripts/release scripts/checks/*.sh .ci/run; fi
    python3 scripts/checks/structure.py
    python3 scripts/checks/manifests.py
    scripts/checks/supply.sh

# Everything that is checked before a change lands.
test:
    scripts/test

# The fuzz targets for longer, from new beginnings (default: five minutes).
fuzz seconds="300":
    scripts/fuzz {{ seconds }}

# Memory of a running service under a steady mix of questions (default: ten minutes); fails where it keeps rising.
soak address="http://127.0.0.1:8080" seconds="600":
    scripts/checks/soak.py {{ address }} --seconds {{ seconds }}

# How long quick answers take beside long work, of a running service.
quick address="http://127.0.0.1:8080":
    scripts/checks/quick.py {{ address }}

# One archive with program, viewer, man pages, and what all of it is made of (CycloneDX).
release dir="release":
    scripts/release "{{ dir }}"

# Criterion benches: all, or those of one crate (just bench catchment-spatial).
bench crate="":
    cargo bench --locked {{ if crate == "" { "--workspace" } else { "-p " + crate } }}

# Regenerate all derived files: data, and, from a running server (just run), the viewer's types and pictures.
gen: gen-data gen-web

# The derived files in data/ from the police files, then check them independently (Python packages: see the script).
gen-data:
    python3 scripts/data/make_neighborhoods.py "{{ shared }}/stl/boundaries/neighborhoods.geojson" "{{ shared }}/stl/demographics/neighborhoods_census2000_2010.csv" data/stl/neighborhoods.geojson
    cargo build --release --locked -p catchment-cli
    CATCHMENT_SHARED="{{ shared }}" "$CARGO_TARGET_DIR/release/catchment" --workspace .catchment/real ingest data/stl/city-real.toml
    "$CARGO_TARGET_DIR/release/catchment" --workspace .catchment/real synth --make-table data/stl/counts
    python3 scripts/data/check_counts.py data/stl/city-real.toml "{{ shared }}" --table data/stl

# The viewer's types and pictures from the server at CATCHMENT_URL (default http://127.0.0.1:8080).
gen-web:
    cd web && npm run gen-types && npm run test:browser

# Build, make the demo city and serve it.
run *arguments:
    scripts/demo {{ arguments }}
