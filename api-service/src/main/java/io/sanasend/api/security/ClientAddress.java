package io.sanasend.api.security;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Where a request comes from: the address of its socket. A forwarded header counts only if that socket belongs to a
 * configured proxy, since anyone can send one.
 */
@ApplicationScoped
public class ClientAddress {

    private static final int IPV6_NETWORK_BYTES = 8;

    private final List<AddressBlock> trustedProxies;

    public ClientAddress(SecurityConfig config) {
        this.trustedProxies = config.trustedProxies().orElse(List.of()).stream()
                .map(AddressBlock::parse)
                .toList();
    }

    /** The address of the caller. */
    public InetAddress of(HttpServerRequest request) {
        InetAddress socket =
                AddressBlock.address(withoutZone(request.remoteAddress().hostAddress()));
        // A proxy may add a line of its own instead of adding to the last; together they read as one.
        return forwarded(socket, String.join(",", request.headers().getAll("X-Forwarded-For")));
    }

    /** What is counted as one: who has one IPv6 address has its whole network of 64 bits. */
    public static String sourceOf(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES))
                : address.getHostAddress();
    }

    /** Walks the header from its end, which the nearest proxy wrote, to the first address that is not a trusted proxy. */
    InetAddress forwarded(InetAddress socket, String header) {
        InetAddress address = socket;
        String[] hops = header.split(",", -1);
        for (int i = hops.length - 1; i >= 0 && isTrusted(address); i--) {
            try {
                address = AddressBlock.address(hops[i].strip());
            } catch (IllegalArgumentException _) {
                // What a caller wrote there is not an address; the last hop that is known counts.
                return address;
            }
        }
        return address;
    }

    private boolean isTrusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(block -> block.contains(address));
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
