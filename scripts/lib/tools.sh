# shellcheck shell=bash
# Makes sure that the programs are there which SanaSend is built with and runs with. On Debian and Ubuntu root installs what
# is missing; everybody else is told what to install.

readonly REQUIRED_MAVEN_MAJOR=3 REQUIRED_MAVEN_MINOR=8

maven_is_new_enough() {
    maven_is_at_least "$REQUIRED_MAVEN_MAJOR" "$REQUIRED_MAVEN_MINOR"
}

# Whether the Maven on the PATH is of that version (major, minor) or a later one.
maven_is_at_least() {
    local version major minor
    has mvn || return 1
    version="$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)"
    IFS=. read -r major minor _ <<<"$version"
    [[ "$major" =~ ^[0-9]+$ && "${minor:-0}" =~ ^[0-9]+$ ]] || return 1
    ((major > $1 || (major == $1 && minor >= $2)))
}

# Prints the browser to use; the headless shell first, because it needs half the memory.
find_chrome() {
    local name
    if [[ -n "${SANASEND_CHROME:-}" ]]; then
        [[ -x "$SANASEND_CHROME" ]] || return 1
        printf '%s\n' "$SANASEND_CHROME"
        return 0
    fi
    for name in chromium-headless-shell chrome-headless-shell chromium chromium-browser google-chrome \
        google-chrome-stable "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if has "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

find_chromedriver() {
    if [[ -n "${SANASEND_CHROMEDRIVER:-}" ]]; then
        [[ -x "$SANASEND_CHROMEDRIVER" ]] || return 1
        printf '%s\n' "$SANASEND_CHROMEDRIVER"
        return 0
    fi
    command -v chromedriver
}

# Prints a word for each thing that is missing. Arguments: "run"; to build as well, "build"; to make load, "load"; to check
# the scripts themselves, "check".
missing_tools() {
    local purpose
    use_jdk || printf 'jdk\n'
    for purpose in "$@"; do
        case "$purpose" in
            build)
                maven_is_new_enough || printf 'maven\n'
                { has node && has npm; } || printf 'node\n'
                ;;
            run)
                find_chrome >/dev/null || printf 'chrome\n'
                find_chromedriver >/dev/null || printf 'chromedriver\n'
                ;;
            load)
                has wrk || printf 'wrk\n'
                ;;
            check)
                has shellcheck || printf 'shellcheck\n'
                ;;
        esac
    done
    # As root PostgreSQL runs in a user namespace of its own, which unshare makes.
    if [[ "$(id -u)" == 0 && "$(uname -s)" == Linux ]] && ! has unshare; then
        printf 'unshare\n'
    fi
}

# Whether apt can install that package here.
apt_offers() {
    apt-cache show "$1" >/dev/null 2>&1
}

# The Debian packages for the words on standard input, those left out that this release does not have.
apt_packages() {
    local word package
    while IFS= read -r word; do
        case "$word" in
            jdk) printf '%s\n' "openjdk-$REQUIRED_JAVA-jdk-headless" ;;
            maven) printf 'maven\n' ;;
            node) printf 'nodejs\nnpm\n' ;;
            chrome) printf 'chromium-headless-shell\nchromium\n' ;;
            chromedriver) printf 'chromium-driver\n' ;;
            unshare) printf 'util-linux\n' ;;
            wrk) printf 'wrk\n' ;;
            shellcheck) printf 'shellcheck\n' ;;
        esac
    done | while IFS= read -r package; do
        if apt_offers "$package"; then
            printf '%s\n' "$package"
        fi
    done
}

# What to do about a missing thing, for a person.
advice() {
    case "$1" in
        jdk) say "  - a JDK $REQUIRED_JAVA or newer: package openjdk-$REQUIRED_JAVA-jdk, https://adoptium.net, or 'brew install openjdk'. If it is installed, set JAVA_HOME to it." ;;
        maven) say "  - Maven 3.8 or newer: package maven, or 'brew install maven'." ;;
        node) say "  - Node.js with npm: packages nodejs and npm, or 'brew install node'." ;;
        chrome) say "  - Chromium or Chrome: packages chromium-headless-shell or chromium, or 'brew install --cask google-chrome'. If it is installed, set SANASEND_CHROME to the program." ;;
        chromedriver) say "  - chromedriver of the browser's version: package chromium-driver, or 'brew install --cask chromedriver'. If it is installed, set SANASEND_CHROMEDRIVER to the program." ;;
        wrk) say "  - wrk: package wrk, or 'brew install wrk'." ;;
        shellcheck) say "  - shellcheck: package shellcheck, or 'brew install shellcheck'." ;;
        unshare) say "  - unshare: package util-linux. (PostgreSQL does not run as root without it.)" ;;
    esac
}

# Makes sure that everything is there, or says what is not and ends the script. Arguments as for missing_tools.
require_tools() {
    local missing word
    local packages=()
    missing="$(missing_tools "$@")"
    if [[ -n "$missing" && "$(id -u)" == 0 ]] && has apt-get; then
        say "Installing what is missing: $(tr '\n' ' ' <<<"$missing")"
        apt-get update -qq >&2 || say "apt-get update failed; going on with the package lists that are there"
        mapfile -t packages < <(apt_packages <<<"$missing")
        if ((${#packages[@]} > 0)); then
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >&2 \
                || say "apt-get could not install: ${packages[*]}"
        fi
        missing="$(missing_tools "$@")"
    fi
    if [[ -n "$missing" ]]; then
        say "SanaSend needs these programs, which are not here:"
        while IFS= read -r word; do
            advice "$word"
        done <<<"$missing"
        exit 1
    fi
    # missing_tools ran in a subshell; this one is for the caller.
    use_jdk
}
