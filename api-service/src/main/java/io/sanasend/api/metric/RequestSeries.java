package io.sanasend.api.metric;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Has the times of requests counted in buckets, so that they can be added up over replicas, and bounds the number of their
 * series; the routes that Quarkus tells them apart by are those of this service.
 */
final class RequestSeries {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");
    private static final String REQUESTS = "http.server.requests";

    /** Few, because each route, method and status has them all; up to the longest time a caller may wait. */
    private static final double[] BUCKETS = Stream.of(
                    Duration.ofMillis(25),
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30))
            .flatMapToDouble(time -> DoubleStream.of(time.toNanos()))
            .toArray();

    @Produces
    @Singleton
    MeterFilter bounded() {
        return new MeterFilter() {

            /** Callers may invent methods, and each would have series of its own. */
            @Override
            public Meter.Id map(Meter.Id id) {
                String method = id.getTag("method");
                return !id.getName().startsWith("http.server.") || method == null || METHODS.contains(method)
                        ? id
                        : id.replaceTags(Tags.concat(id.getTags(), "method", "other"));
            }

            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().equals(REQUESTS)
                        ? DistributionStatisticConfig.builder()
                                .serviceLevelObjectives(BUCKETS)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }
}
