# shellcheck shell=bash
# Checks the operations page of the Dev UI on a dev mode of its own, which is ended with it.

readonly CHECK_PATIENCE=600

# Prints the first of four ports in a row that nobody listens on.
four_free_ports() {
    local first port
    while true; do
        first=$((20000 + RANDOM % 12000))
        for port in "$first" $((first + 1)) $((first + 2)) $((first + 3)); do
            if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
                continue 2
            fi
        done
        printf '%s\n' "$first"
        return 0
    done
}

# Waits until the log of a process says that it is ready; fails with the log's end when it is not.
await_ready() {
    local process="$1" log="$2"
    for ((second = 0; second < CHECK_PATIENCE; second++)); do
        if grep -q '^Ready' "$log"; then
            return 0
        fi
        kill -0 "$process" 2>/dev/null || break
        sleep 1
    done
    tail -n 40 "$log" >&2
    die "dev mode did not become ready; the end of its log is above"
}

# Arguments: the command that runs the api in dev mode.
check_dev_ui() {
    local home first process
    home="$(mktemp -d)"
    first="$(four_free_ports)"
    export SANASEND_HOME="$home" SANASEND_API_PORT="$first" SANASEND_API_MANAGEMENT_PORT="$((first + 1))" \
        SANASEND_WORKER_PORT="$((first + 2))" SANASEND_SIMULATOR_PORT="$((first + 3))"
    : >"$home/dev.log"
    (exec_stack dev "$@" </dev/null >"$home/dev.log" 2>&1) &
    process=$!
    # shellcheck disable=SC2064 # these very ones, whenever it is
    trap "kill $process 2>/dev/null || true; wait $process 2>/dev/null || true; rm -rf '$home'" EXIT
    trap 'exit 1' INT TERM
    say "Starting dev mode …"
    await_ready "$process" "$home/dev.log"
    say "Driving the page …"
    CHECK_API="http://127.0.0.1:$first" CHECK_SIMULATOR="http://127.0.0.1:$((first + 3))" CHECK_HOME="$home" \
        CHECK_SCREENSHOTS="$ROOT/dev-ui/deployment/target/screenshots" \
        CHECK_CHROME="$(find_chrome)" CHECK_CHROMEDRIVER="$(find_chromedriver)" \
        node "$ROOT/dev-ui/deployment/src/test/js/operations-check.mjs"
}
