package io.sanasend.simulator.message;

import java.util.Base64;
import java.util.HexFormat;

/**
 * A file the simulator keeps.
 *
 * @param size in bytes
 * @param sha256 of the bytes, in base64 as the page has it
 */
public record StoredFile(String id, long size, String sha256) {

    /** The same hash as tools print it. */
    public String sha256Hex() {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(sha256));
    }
}
