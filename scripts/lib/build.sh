# shellcheck shell=bash
# Builds the services, when their sources changed since the last build.

readonly PRODUCT_MODULES=(common-model whatsapp-simulator whatsapp-worker api-service local-stack)
readonly BUILD_STAMP="$ROOT/target/build-stamp"

# The SHA-256 of each file whose name is on standard input (names ended by NUL), a line each.
hash_files() {
    if has sha256sum; then xargs -0 sha256sum; else xargs -0 shasum -a 256; fi
}

# One hash over everything the build reads: names and contents.
source_hash() {
    local paths=(pom.xml .mvn) module
    for module in "${PRODUCT_MODULES[@]}"; do
        if [[ -d "$ROOT/$module" ]]; then
            paths+=("$module")
        fi
    done
    (
        cd "$ROOT" || exit
        find "${paths[@]}" \( -name target -o -name node_modules -o -path '*/src/test' \) -prune -o -type f -print0 \
            | LC_ALL=C sort -z \
            | hash_files \
            | { if has sha256sum; then sha256sum; else shasum -a 256; fi; } \
            | cut -d ' ' -f 1
    )
}

packages_exist() {
    [[ -f "$ROOT/local-stack/target/local-stack.jar" \
        && -f "$ROOT/whatsapp-simulator/target/whatsapp-simulator.jar" \
        && -f "$ROOT/whatsapp-worker/target/whatsapp-worker.jar" \
        && -f "$ROOT/api-service/target/quarkus-app/quarkus-run.jar" ]]
}

is_built() {
    packages_exist && [[ -f "$BUILD_STAMP" && "$(cat "$BUILD_STAMP")" == "$(source_hash)" ]]
}

# Builds unconditionally. The stamp is that of the sources before the build: a file changed meanwhile is built next time.
build_packages() {
    local hash modules
    hash="$(source_hash)"
    modules="$(IFS=,; printf '%s' "${PRODUCT_MODULES[*]}")"
    say "Building (the first time downloads its libraries; this takes some minutes) …"
    rm -f "$BUILD_STAMP"
    (cd "$ROOT" && mvn -q -B -Dmaven.test.skip=true -pl "$modules" -am package) >&2 \
        || die "the build failed; its messages are above"
    mkdir -p "$(dirname "$BUILD_STAMP")"
    printf '%s\n' "$hash" >"$BUILD_STAMP"
}

build_if_needed() {
    if ! is_built; then
        require_tools build
        build_packages
    fi
}
