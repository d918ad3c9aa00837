package io.sanasend.local.testing;

import io.sanasend.local.process.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The checkout's scripts in a copy of its outer shape, run by a real bash with the environment the test chooses.
 *
 * @param checkout the copy
 * @param environment variables that differ from this process's; there is no JAVA_HOME unless it is put here
 */
public record Shell(Path checkout, Map<String, String> environment) {

    /** The real scripts. */
    public static final Path SCRIPTS = Path.of("..", "scripts").toAbsolutePath().normalize();

    /** What a command did. */
    public record Result(int code, String output) {}

    /** Copies the scripts into a directory that looks like a checkout. */
    public static Shell in(Path checkout) throws IOException {
        for (Path file : scripts()) {
            Path copy =
                    checkout.resolve("scripts").resolve(SCRIPTS.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        return new Shell(checkout, new HashMap<>());
    }

    /** All files with shell code. */
    public static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Runs bash code that may use the functions of a file in scripts/lib. */
    public Result source(String library, String code) throws IOException, InterruptedException {
        String lib = checkout.resolve("scripts/lib").toString();
        String tools = library.equals("tools.sh") ? "source " + lib + "/jdk.sh; " : "";
        return run(List.of(
                SearchPath.find("bash").orElseThrow().toString(),
                "-euc",
                "source " + lib + "/common.sh; " + tools + "source " + lib + "/" + library + "; " + code));
    }

    /** Runs a command in the real checkout. */
    public Result run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(SCRIPTS.getParent().toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    /** Writes a file of the copy. */
    public void write(String file, String text) throws IOException {
        Path path = checkout.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** Makes a program that does nothing. */
    public static Path program(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }
}
