package io.sanasend.local.process;

import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps a child out of the terminal's reach: Ctrl-C goes to every process of the terminal's session at once, which would end
 * the database under the services that still write to it.
 */
public final class OwnSession {

    private OwnSession() {}

    /** The command, started in a session of its own where the system has {@code setsid}; the process id stays the same. */
    public static List<String> command(List<String> command) {
        return SearchPath.find("setsid")
                .map(setsid -> Stream.concat(Stream.of(setsid.toString()), command.stream())
                        .toList())
                .orElse(command);
    }
}
