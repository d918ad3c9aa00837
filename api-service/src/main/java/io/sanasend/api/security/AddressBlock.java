package io.sanasend.api.security;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * An IP address or a block of them in CIDR form, for example {@code 203.0.113.7} or {@code 2001:db8::/32}. Never looks up
 * a name.
 */
public record AddressBlock(InetAddress network, int prefixLength) {

    private static final Pattern NUMERIC =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is neither an address nor a block
     */
    public static AddressBlock parse(String text) {
        String[] parts = text.strip().split("/", -1);
        InetAddress address = address(parts[0]);
        int bits = address.getAddress().length * 8;
        boolean validPrefix = parts.length == 1 || (parts.length == 2 && parts[1].matches("[0-9]{1,3}"));
        int prefix = validPrefix && parts.length == 2 ? Integer.parseInt(parts[1]) : bits;
        if (!validPrefix || prefix > bits) {
            throw notABlock();
        }
        return new AddressBlock(address, prefix);
    }

    /** Reads a numeric address; an IPv4 address mapped into IPv6 is the IPv4 address. */
    public static InetAddress address(String text) {
        if (!NUMERIC.matcher(text).matches()) {
            throw notABlock();
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            throw notABlock();
        }
    }

    /** Whether the address lies in the block; never across IPv4 and IPv6. */
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every address of the other block lies in this one. */
    public boolean covers(AddressBlock other) {
        return prefixLength <= other.prefixLength && contains(other.network);
    }

    private static IllegalArgumentException notABlock() {
        return new IllegalArgumentException("must be an IP address or a CIDR block");
    }
}
