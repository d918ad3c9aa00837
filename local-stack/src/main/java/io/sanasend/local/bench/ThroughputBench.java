package io.sanasend.local.bench;

import io.sanasend.local.stack.LocalStack;
import io.sanasend.local.stack.Progress;
import java.util.Locale;
import java.util.Map;

/**
 * Requests in a second that the api answers, with everything on: 16 connections of one caller, beside the stack they load, in a
 * database of 100,000 messages of 50 users. Each path is called once unmeasured, to be compiled.
 */
record ThroughputBench(LocalStack stack, Gateway gateway, Progress progress, int seconds) {

    /** The api as it runs in its container, and limits that a load of one caller does not reach. */
    static final Map<String, String> SETTINGS = Map.of("SANASEND_API_JAVA_OPTIONS", "-Xmx512m");

    private static final int USERS = 50;
    private static final int MESSAGES = 100_000;
    private static final int CONNECTIONS = 16;
    private static final int WARM_UP_SECONDS = 15;
    private static final String PHONE = "4915210000001";
    private static final String RECIPIENT = "4915209999999";

    void run() {
        Gateway.Tenant tenant = gateway.tenant("throughput");
        tenant.scan(tenant.requestQr(), PHONE);
        tenant.awaitConnected();
        tenant.send(RECIPIENT, "one of many");
        new MessageHeap(stack).grow(USERS, MESSAGES);
        progress.line("  %,d messages of %d users are in the database".formatted(MESSAGES, USERS));
        measure(tenant, "auth/me", "/auth/me/");
        measure(tenant, "messages/list by cursor", "/messages/list/?cursor=&page_size=20");
    }

    private void measure(Gateway.Tenant tenant, String what, String path) {
        Wrk wrk = new Wrk(gateway.address() + path, tenant.token(), CONNECTIONS);
        wrk.run(WARM_UP_SECONDS);
        Wrk.Result result = wrk.run(seconds);
        progress.line(String.format(
                Locale.ROOT,
                "  %-28s %7.0f requests/s   p50 %s   p99 %s   (%,d requests in %d s, %d not 2xx)",
                what,
                result.perSecond(),
                result.median(),
                result.p99(),
                result.requests(),
                seconds,
                result.failed()));
        if (result.failed() > 0) {
            throw new BenchFailed(what + ": some requests were not answered with a success");
        }
    }
}
