package io.sanasend.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The whole command line of a process, which {@link ProcessHandle.Info} cuts off. */
public final class ProcessArguments {

    private ProcessArguments() {}

    /** Program and arguments with spaces between them; empty when it has ended or is another user's. */
    public static String of(ProcessHandle process) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return new String(bytes, StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException _) {
            return process.info().commandLine().orElse("");
        }
    }
}
