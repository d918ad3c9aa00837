# shellcheck shell=bash
# Finds a JDK that is new enough, also when the `java` on the PATH is older.

readonly REQUIRED_JAVA=25

# The major version of the JDK in a directory; fails when there is no JDK (a mere JRE has no javac).
jdk_major() {
    local home="$1" version=""
    [[ -x "$home/bin/java" && -x "$home/bin/javac" ]] || return 1
    if [[ -r "$home/release" ]]; then
        version="$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$home/release")"
    fi
    if [[ -z "$version" ]]; then
        version="$("$home/bin/javac" -version 2>&1 | sed -n 's/^javac \(.*\)/\1/p')"
    fi
    version="${version%%[.+-]*}"
    [[ "$version" =~ ^[0-9]+$ ]] || return 1
    printf '%s\n' "$version"
}

# The home directory of the `java` on the PATH, links followed.
jdk_of_path() {
    local java
    java="$(command -v java)" || return 1
    while [[ -L "$java" ]]; do
        local target
        target="$(readlink "$java")"
        [[ "$target" == /* ]] || target="$(dirname "$java")/$target"
        java="$target"
    done
    dirname "$(dirname "$java")"
}

# Every place where a JDK is usually installed, one a line; most of them do not exist on a given machine.
usual_jdk_homes() {
    local home
    for home in \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/jdk* /usr/local/java* /opt/* /opt/java/* /opt/jdk/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* "${HOME:-/nonexistent}"/.asdf/installs/java/*; do
        if [[ -d "$home/bin" ]]; then
            printf '%s\n' "$home"
        fi
    done
}

# Prints the first home, of JAVA_HOME, the PATH's and those on standard input, whose JDK is new enough; fails when none is.
first_new_enough_jdk() {
    local home major
    while IFS= read -r home; do
        if [[ -n "$home" ]] && major="$(jdk_major "$home")" && ((major >= REQUIRED_JAVA)); then
            printf '%s\n' "$home"
            return 0
        fi
    done < <(
        printf '%s\n' "${JAVA_HOME:-}"
        jdk_of_path || true
        cat
    )
    return 1
}

# Makes JAVA_HOME and the PATH those of a JDK that is new enough; fails when there is none.
use_jdk() {
    local home
    home="$(usual_jdk_homes | first_new_enough_jdk)" || return 1
    export JAVA_HOME="$home"
    export PATH="$home/bin:$PATH"
    # Maven's own libraries use what newer JDKs warn about; the warnings say nothing about SanaSend.
    export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
}
