package io.sanasend.api.metric;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has the times of requests counted in buckets, so that they can be added up over replicas, and bounds the number of their
 * series: a request that is refused before its resource is found is told by its path.
 */
@Singleton
class RequestSeries {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");
    private static final String REQUESTS = "http.server.requests";

    /** What stands for those that are no route's: not found, redirected, and the like. */
    private static final Pattern NO_PATH = Pattern.compile("[A-Z_]+|root");

    private static final String OTHER = "other";

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

    private @Nullable Set<String> templates;

    @Produces
    @Singleton
    MeterFilter bounded() {
        return new MeterFilter() {

            /** Callers may invent methods and paths, and each would have series of its own. */
            @Override
            public Meter.Id map(Meter.Id id) {
                String method = id.getTag("method");
                String route = id.getTag("uri");
                return !id.getName().equals(REQUESTS) || method == null || route == null
                        ? id
                        : id.replaceTags(Tags.concat(
                                id.getTags(),
                                "method",
                                METHODS.contains(method) ? method : OTHER,
                                "uri",
                                known(route)));
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

    private String known(String route) {
        String template = KnownRoutes.normalised(route);
        return NO_PATH.matcher(route).matches() || templates().contains(template) ? template : OTHER;
    }

    /** The resources are not there yet when this is made. */
    private synchronized Set<String> templates() {
        if (templates == null) {
            templates = KnownRoutes.templates();
        }
        return templates;
    }
}
