# shellcheck shell=bash
# Finds processes by what they inherited. Works where there is /proc; elsewhere it finds none.

# Prints the ids of all other processes whose environment has exactly that NAME=value.
processes_with_variable() {
    local entry="$1" file pid
    for file in /proc/[0-9]*/environ; do
        pid="${file#/proc/}"
        pid="${pid%/environ}"
        # Many of these files cannot be read: kernel threads, other users, processes that have just ended.
        if [[ "$pid" != "$$" && "$pid" != "${BASHPID:-}" ]] \
            && { tr '\0' '\n' <"$file"; } 2>/dev/null | grep -qxF -- "$entry"; then
            printf '%s\n' "$pid"
        fi
    done
}

# Ends them: asks first, insists after five seconds. Says so, because there should not be any.
end_processes_with_variable() {
    local pids
    pids="$(processes_with_variable "$1")"
    [[ -n "$pids" ]] || return 0
    say "these processes were left behind and are ended now:"
    xargs ps -o pid=,args= -p <<<"${pids//$'\n'/,}" >&2 || true
    xargs kill 2>/dev/null <<<"$pids" || true
    for _ in {1..50}; do
        pids="$(processes_with_variable "$1")"
        [[ -n "$pids" ]] || return 0
        sleep 0.1
    done
    xargs kill -KILL 2>/dev/null <<<"$pids" || true
}
