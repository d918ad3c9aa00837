package io.sanasend.local.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load generator {@code wrk}, run as a program of its own: it takes little of the machine it shares with what it measures.
 *
 * @param url what is asked for, with GET unless the script says otherwise
 * @param token bearer token of every request
 * @param script makes the requests, in Lua; without one all are the same
 */
record Wrk(String url, String token, int connections, Optional<Path> script) {

    Wrk(String url, String token, int connections) {
        this(url, token, connections, Optional.empty());
    }

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern PER_SECOND = Pattern.compile("Requests/sec: +([\\d.]+)");
    private static final Pattern MEDIAN = Pattern.compile("50% +(\\S+)");
    private static final Pattern P99 = Pattern.compile("99% +(\\S+)");
    private static final Pattern NOT_2XX = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern SOCKETS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    /**
     * What it counted.
     *
     * @param failed answers that were no success, and requests without an answer
     */
    record Result(long requests, double perSecond, String median, String p99, long failed) {

        static Result of(String output) {
            long failed = number(NOT_2XX, output);
            Matcher sockets = SOCKETS.matcher(output);
            if (sockets.find()) {
                for (int group = 1; group <= sockets.groupCount(); group++) {
                    failed += Long.parseLong(sockets.group(group));
                }
            }
            return new Result(
                    number(REQUESTS, output),
                    Double.parseDouble(text(PER_SECOND, output, "0")),
                    text(MEDIAN, output, "?"),
                    text(P99, output, "?"),
                    failed);
        }

        private static long number(Pattern pattern, String output) {
            return Long.parseLong(text(pattern, output, "0"));
        }

        private static String text(Pattern pattern, String output, String otherwise) {
            Matcher matcher = pattern.matcher(output);
            return matcher.find() ? matcher.group(1) : otherwise;
        }
    }

    Result run(int seconds) {
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + seconds + "s",
                "--latency",
                "--header=Authorization: Bearer " + token));
        script.ifPresent(file -> command.add("--script=" + file));
        command.add(url);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            Thread hook = new Thread(process::destroyForcibly, "end-wrk");
            Runtime.getRuntime().addShutdownHook(hook);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(hook);
            if (exit != 0) {
                throw new BenchFailed("wrk ended with " + exit + ": " + output);
            }
            return Result.of(output);
        } catch (IOException e) {
            throw new BenchFailed("wrk could not be run; install the package wrk: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Wrk[" + url + "]";
    }
}
