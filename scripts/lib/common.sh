# shellcheck shell=bash
# What every script needs: the checkout's root, and how to talk to the person at the terminal.

ROOT="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)"
# shellcheck disable=SC2034 # for those who source this file
readonly ROOT

say() {
    printf '%s\n' "$*" >&2
}

die() {
    say "sanasend: $*"
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}
