package io.sanasend.api.answer;

import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;

/** Makes the links of a list: the address that was called, with another page. */
public final class PageLinks {

    private final URI called;

    private PageLinks(URI called) {
        this.called = called;
    }

    /**
     * Links for the request.
     *
     * @param publicUrl the address callers know the service by; without it, the one of this request
     */
    public static PageLinks of(UriInfo request, Optional<URI> publicUrl) {
        URI called = request.getRequestUri();
        return new PageLinks(publicUrl
                .map(base -> UriBuilder.fromUri(base)
                        .path(called.getRawPath())
                        .replaceQuery(called.getRawQuery())
                        .build())
                .orElse(called));
    }

    URI withPage(int page) {
        return UriBuilder.fromUri(called).replaceQueryParam("page", page).build();
    }

    URI withCursor(long cursor) {
        return UriBuilder.fromUri(called)
                .replaceQueryParam("page")
                .replaceQueryParam("cursor", cursor)
                .build();
    }
}
