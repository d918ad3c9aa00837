package io.sanasend.api.worker;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.problem.DatabaseOutage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/**
 * The HTTP clients of the workers, one pair for each address; made when they are first needed, closed once no worker of the
 * table has that address. Safe for use by many threads.
 */
@ApplicationScoped
class WorkerConnections {

    private static final Logger LOG = Logger.getLogger(WorkerConnections.class);

    /**
     * The clients of one worker.
     *
     * @param quick for answers that need no browser
     * @param patient for answers that wait for one
     */
    record Connection(WorkerApi quick, WorkerApi patient) {

        void close() {
            quick.close();
            patient.close();
        }
    }

    private final Workers workers;
    private final WorkerConfig config;
    private final ConcurrentMap<URI, Connection> connections = new ConcurrentHashMap<>();

    WorkerConnections(Workers workers, WorkerConfig config) {
        this.workers = workers;
        this.config = config;
    }

    /** The clients for that address; it comes from the table, which bounds how many there are. */
    Connection to(URI address) {
        return connections.computeIfAbsent(
                address,
                known ->
                        new Connection(connect(known, config.quickTimeout()), connect(known, config.patientTimeout())));
    }

    private WorkerApi connect(URI address, Duration timeout) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(address)
                .connectTimeout(config.quickTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, config.connections())
                .register(new SecretHeader(config.secret()))
                .build(WorkerApi.class);
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void closeUnused() {
        try {
            Set<URI> used =
                    workers.all().stream().map(RegisteredWorker::address).collect(Collectors.toSet());
            connections.keySet().stream()
                    .filter(address -> !used.contains(address))
                    .forEach(this::close);
        } catch (RuntimeException e) {
            // The top of a scheduler's thread; the next run does what this one could not.
            if (!DatabaseOutage.isBehind(e)) {
                throw e;
            }
            LOG.debug("Connections to workers are kept: the database does not answer");
        }
    }

    @PreDestroy
    void closeAll() {
        connections.keySet().forEach(this::close);
    }

    private void close(URI address) {
        Connection unused = connections.remove(address);
        if (unused != null) {
            unused.close();
        }
    }
}
