# shellcheck shell=bash
# Finds a Maven that Quarkus' dev mode runs in, which needs a newer one than the build does.

readonly DEV_MAVEN=3.9.12

# Prints the program: the installed one when it is new enough, else one of the checkout's own, which is got first.
dev_maven() {
    local home="$ROOT/target/maven/apache-maven-$DEV_MAVEN"
    if maven_is_at_least 3 9; then
        command -v mvn
        return 0
    fi
    if [[ ! -f "$home/bin/mvn" ]]; then
        get_dev_maven "$(dirname "$home")"
    fi
    chmod +x "$home/bin/mvn"
    printf '%s\n' "$home/bin/mvn"
}

# Gets it as the installed Maven gets any library, checksum included; whole or not at all.
get_dev_maven() {
    local directory="$1" part="$1.part"
    say "Getting Maven $DEV_MAVEN, which dev mode needs …"
    rm -rf "$part"
    (cd "$ROOT" && mvn -q -B -N -C dependency:unpack \
        -Dartifact="org.apache.maven:apache-maven:$DEV_MAVEN:zip:bin" -DoutputDirectory="$part") >&2 \
        || die "Maven $DEV_MAVEN could not be got; its messages are above"
    rm -rf "$directory"
    mv "$part" "$directory"
}
