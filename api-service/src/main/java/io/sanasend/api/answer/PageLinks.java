package io.sanasend.api.answer;

import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the links of a list: the address that was called, as it was written, with another page. */
public final class PageLinks {

    private static final Set<String> PLACE = Set.of("page", "cursor");

    private final String address;
    /** The query without the place in the list. */
    private final String filters;

    private PageLinks(String address, String filters) {
        this.address = address;
        this.filters = filters;
    }

    /**
     * Links for the request.
     *
     * @param publicUrl the address callers know the service by; without it, the one of this request
     */
    public static PageLinks of(UriInfo request, Optional<URI> publicUrl) {
        URI called = request.getRequestUri();
        String base = publicUrl
                .map(url -> url.toString().replaceAll("/+$", ""))
                .orElseGet(() -> called.getScheme() + "://" + called.getRawAuthority());
        String query = called.getRawQuery();
        Stream<String> kept = query == null ? Stream.empty() : Arrays.stream(query.split("&"));
        return new PageLinks(
                base + called.getRawPath(),
                kept.filter(pair -> !pair.isEmpty() && !PLACE.contains(name(pair)))
                        .collect(Collectors.joining("&")));
    }

    URI withPage(int page) {
        return with("page=" + page);
    }

    URI withCursor(String cursor) {
        return with("cursor=" + cursor);
    }

    private URI with(String place) {
        return URI.create(address + "?" + (filters.isEmpty() ? "" : filters + "&") + place);
    }

    private static String name(String pair) {
        int end = pair.indexOf('=');
        String name = end < 0 ? pair : pair.substring(0, end);
        return name.indexOf('%') < 0 ? name : URLDecoder.decode(name, StandardCharsets.UTF_8);
    }
}
