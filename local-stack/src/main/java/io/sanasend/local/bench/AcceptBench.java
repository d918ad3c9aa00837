package io.sanasend.local.bench;

import io.sanasend.local.files.TemporaryDirectory;
import io.sanasend.local.stack.LocalStack;
import io.sanasend.local.stack.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts in a second that the api accepts with {@code respond-async}, PostgreSQL writing each to its disk: eight numbers of as
 * many tenants, linked and cut off, so that nothing but accepting is measured.
 */
record AcceptBench(LocalStack stack, Gateway gateway, Progress progress, int seconds) {

    /** The api as it runs in its container. */
    static final Map<String, String> SETTINGS = Map.of("SANASEND_API_JAVA_OPTIONS", "-Xmx512m");

    private static final int TENANTS = 8;
    private static final int CONNECTIONS = 32;
    private static final int WARM_UP_SECONDS = 60;
    private static final String NAMES = "accept";

    private static final String SCRIPT = """
            local tokens = { %s }
            local n = 0
            request = function()
              n = n %% #tokens + 1
              return wrk.format("POST", nil, {
                ["Authorization"] = "Bearer " .. tokens[n],
                ["Content-Type"] = "application/json",
                ["Prefer"] = "respond-async"
              }, '{"recipient": "+4915209999999", "message": "Your order has left our house"}')
            end
            """;

    void run() {
        List<Gateway.Tenant> tenants = IntStream.rangeClosed(1, TENANTS)
                .mapToObj(i -> gateway.tenant(NAMES + i))
                .toList();
        try (Numbers numbers = Numbers.of(stack);
                TemporaryDirectory directory = TemporaryDirectory.create("sanasend-wrk")) {
            numbers.unlimit(NAMES + "%");
            numbers.link(NAMES + "%", "reconnecting", "", "");
            Wrk wrk = new Wrk(
                    gateway.address() + "/messages/send-text/",
                    tenants.getFirst().token(),
                    CONNECTIONS,
                    Optional.of(script(directory.path(), tenants)));
            wrk.run(WARM_UP_SECONDS);
            long before = numbers.open();
            Wrk.Result result = wrk.run(seconds);
            long stored = numbers.open() - before;
            progress.line(String.format(
                    Locale.ROOT,
                    "  %-32s %.0f/s   p50 %s   p99 %s   (%,d answers in %d s, %d not 2xx; %,d stored)",
                    "send-text accepted",
                    result.perSecond(),
                    result.median(),
                    result.p99(),
                    result.requests(),
                    seconds,
                    result.failed(),
                    stored));
            // Those under way at the end are stored, and nobody hears of them.
            if (result.failed() > 0 || stored < result.requests()) {
                throw new BenchFailed("some requests were not accepted, or some accepted messages are not there");
            }
        }
    }

    private static Path script(Path directory, List<Gateway.Tenant> tenants) {
        String tokens =
                tenants.stream().map(tenant -> '"' + tenant.token() + '"').collect(Collectors.joining(", "));
        try {
            return Files.writeString(directory.resolve("send-text.lua"), SCRIPT.formatted(tokens));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
