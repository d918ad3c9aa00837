package io.sanasend.api.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bodies of requests: by what they announce, before anything is read, and by what they hold, since one
 * that is streamed announces nothing.
 */
@ApplicationScoped
class BodyLimit {

    /** For any other body: the largest holds one text of 5,000 code points, and JSON may escape each. */
    private static final long MAX_OTHER = 1 << 20;

    private final long maxUpload;

    BodyLimit(RequestConfig config) {
        this.maxUpload = config.maxSize().asLongValue();
    }

    /** The refusal of a request that announces too much, or null. */
    @Nullable
    ApiException refusalOf(HttpServerRequest request) {
        long limit = limitOf(request.getHeader(HttpHeaders.CONTENT_TYPE));
        return announcedBy(request) > limit ? BoundedBody.tooLarge(limit) : null;
    }

    /** Whether the body announces to be larger than that, or announces nothing. */
    boolean mayExceed(HttpServerRequest request, long size) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || announcedBy(request) > size;
    }

    private static long announcedBy(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
    }

    @ServerRequestFilter
    void bound(ContainerRequestContext request, RoutingContext routing) {
        boolean unannounced = !routing.request().headers().contains(HttpHeaders.CONTENT_LENGTH);
        if (unannounced
                && !request.getMethod().equals("GET")
                && !request.getMethod().equals("HEAD")) {
            long limit = limitOf(routing.request().getHeader(HttpHeaders.CONTENT_TYPE));
            request.setEntityStream(new BoundedBody(request.getEntityStream(), limit));
        }
    }

    private long limitOf(@Nullable String contentType) {
        return contentType != null && contentType.startsWith("multipart/") ? maxUpload : MAX_OTHER;
    }
}
