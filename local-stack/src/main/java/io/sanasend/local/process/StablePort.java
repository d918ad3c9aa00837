package io.sanasend.local.process;

import io.sanasend.local.files.PrivateDirectory;

/** The port of a server that should be found where it was: clients of a server that is started again still know the old one. */
public final class StablePort {

    private static final String FILE = "port";

    private StablePort() {}

    /** The port of the last start when it can be had, else a free one, which is remembered for the next. */
    public static int of(PrivateDirectory home) {
        int port = home.read(FILE)
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .filter(FreePort::isFree)
                .orElseGet(FreePort::any);
        remember(home, port);
        return port;
    }

    /** Notes the port for the next start. */
    public static void remember(PrivateDirectory home, int port) {
        home.write(FILE, Integer.toString(port));
    }
}
