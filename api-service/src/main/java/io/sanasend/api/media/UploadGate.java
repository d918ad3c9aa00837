package io.sanasend.api.media;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.LingeringClose;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.RequestConfig;
import io.sanasend.api.security.Caller;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Admits uploads while there is a place and room on the disk for one more. It is asked once the caller is known, and
 * before anything of the body is read. Safe for use by many threads.
 */
@ApplicationScoped
class UploadGate {

    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration LATER = Duration.ofMinutes(1);

    private final Path directory;
    private final long minFree;
    private final long maxSize;
    private final int maxPerUser;
    private final Semaphore places;
    private final Map<Long, Integer> ofUsers = new ConcurrentHashMap<>();

    UploadGate(MediaConfig config, RequestConfig requests) {
        this.directory = config.directory();
        this.minFree = config.minFree().asLongValue();
        this.maxSize = requests.maxSize().asLongValue();
        this.maxPerUser = config.maxUploadsPerUser();
        this.places = new Semaphore(config.maxUploads());
    }

    @Uploads
    @ServerRequestFilter
    void admit(ContainerRequestContext request, RoutingContext routing) {
        long userId = Caller.of(request.getSecurityContext()).userId();
        long size = request.getLength() < 0 ? maxSize : request.getLength();
        if (freeSpace() - size < minFree) {
            throw refused(routing, "The disk is almost full; try again later.", LATER);
        }
        if (!enter(userId)) {
            throw refused(routing, "Too many files are coming in at once; try again in a moment.", SOON);
        }
        routing.addEndHandler(end -> leave(userId));
    }

    private boolean enter(long userId) {
        if (!places.tryAcquire()) {
            return false;
        }
        int mine = ofUsers.merge(userId, 1, Integer::sum);
        if (mine > maxPerUser) {
            leave(userId);
            return false;
        }
        return true;
    }

    private void leave(long userId) {
        ofUsers.computeIfPresent(userId, (id, count) -> count == 1 ? null : count - 1);
        places.release();
    }

    private long freeSpace() {
        try {
            Files.createDirectories(directory);
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("The directory of media files cannot be used; see SANASEND_MEDIA_DIR", e);
        }
    }

    /** The body is not read, so nothing else can follow on the connection. */
    private static ApiException refused(RoutingContext routing, String detail, Duration retryAfter) {
        routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        routing.addEndHandler(_ -> LingeringClose.of(routing));
        return new ApiException(ProblemType.UPLOADS_EXHAUSTED, detail, retryAfter);
    }
}
