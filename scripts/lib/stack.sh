# shellcheck shell=bash
# Runs the local stack's own program.

readonly STACK_JAR="$ROOT/local-stack/target/local-stack.jar"

# The stack itself only starts and watches processes: small rather than fast. The memory is for unpacking PostgreSQL once.
readonly STACK_JVM=(-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED)

# Replaces the script by the stack's program, so that signals reach it.
exec_stack() {
    exec "$JAVA_HOME/bin/java" "${STACK_JVM[@]}" -jar "$STACK_JAR" "$@"
}

run_stack() {
    "$JAVA_HOME/bin/java" "${STACK_JVM[@]}" -jar "$STACK_JAR" "$@"
}
