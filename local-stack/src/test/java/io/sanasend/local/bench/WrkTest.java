package io.sanasend.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrkTest {

    private static final String OUTPUT = """
            Running 20s test @ http://127.0.0.1:8080/api/v1/auth/me/
              1 threads and 16 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     1.46ms    1.06ms  25.51ms   91.18%
                Req/Sec    11.68k     1.31k   14.00k    73.00%
              Latency Distribution
                 50%    1.23ms
                 75%    1.73ms
                 90%    2.42ms
                 99%    5.63ms
              232525 requests in 20.01s, 165.43MB read
            """;

    @Test
    void readsWhatTheProgramCounted() {
        Wrk.Result result = Wrk.Result.of(OUTPUT + """
                Requests/sec:  11620.51
                Transfer/sec:      8.27MB
                """);

        assertThat(result).isEqualTo(new Wrk.Result(232_525, 11_620.51, "1.23ms", "5.63ms", 0));
    }

    @Test
    void countsEveryKindOfFailure() {
        Wrk.Result result = Wrk.Result.of(OUTPUT + """
                  Socket errors: connect 1, read 2, write 0, timeout 4
                  Non-2xx or 3xx responses: 100
                Requests/sec:  11620.51
                """);

        assertThat(result.failed()).isEqualTo(107);
    }

    @Test
    void doesNotShowTheToken() {
        assertThat(new Wrk("http://127.0.0.1/", "secret", 1).toString()).doesNotContain("secret");
    }
}
