# shellcheck shell=bash
# Builds the services, when their sources changed since the last build. Each function is told what: "product" or "surroundings".

readonly PRODUCT_MODULES=(
    common-model whatsapp-simulator whatsapp-worker dev-ui/runtime dev-ui/deployment api-service local-stack
)
# What dev mode needs around the api, which it builds by itself.
readonly SURROUNDING_MODULES=(common-model whatsapp-simulator whatsapp-worker local-stack)

modules_of() {
    case "$1" in
        product) printf '%s\n' "${PRODUCT_MODULES[@]}" ;;
        surroundings) printf '%s\n' "${SURROUNDING_MODULES[@]}" ;;
    esac
}

stamp_of() {
    case "$1" in
        product) printf '%s\n' "$ROOT/target/build-stamp" ;;
        surroundings) printf '%s\n' "$ROOT/target/build-stamp-surroundings" ;;
    esac
}

# The SHA-256 of each file whose name is on standard input (names ended by NUL), a line each.
hash_files() {
    if has sha256sum; then xargs -0 sha256sum; else xargs -0 shasum -a 256; fi
}

# One hash over everything the build reads: names and contents.
source_hash() {
    local paths=(pom.xml .mvn) module
    while IFS= read -r module; do
        if [[ -d "$ROOT/$module" ]]; then
            paths+=("$module")
        fi
    done < <(modules_of "$1")
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
        && -f "$ROOT/whatsapp-worker/target/whatsapp-worker.jar" ]] || return 1
    [[ "$1" != product || -f "$ROOT/api-service/target/quarkus-app/quarkus-run.jar" ]]
}

is_built() {
    local stamp
    stamp="$(stamp_of "$1")"
    packages_exist "$1" && [[ -f "$stamp" && "$(cat "$stamp")" == "$(source_hash "$1")" ]]
}

# Builds unconditionally. The stamp is that of the sources before the build: a file changed meanwhile is built next time.
build_packages() {
    local hash modules stamp
    hash="$(source_hash "$1")"
    modules="$(modules_of "$1" | paste -sd , -)"
    stamp="$(stamp_of "$1")"
    say "Building (the first time downloads its libraries; this takes some minutes) …"
    rm -f "$stamp"
    (cd "$ROOT" && mvn -q -B -Dmaven.test.skip=true -pl "$modules" -am package) >&2 \
        || die "the build failed; its messages are above"
    mkdir -p "$(dirname "$stamp")"
    printf '%s\n' "$hash" >"$stamp"
}

build_if_needed() {
    if ! is_built "$1"; then
        require_tools build
        build_packages "$1"
    fi
}
