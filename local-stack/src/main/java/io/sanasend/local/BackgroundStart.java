package io.sanasend.local;

import io.sanasend.local.files.PrivateDirectory;
import io.sanasend.local.part.LogFile;
import io.sanasend.local.process.Ending;
import io.sanasend.local.process.OwnSession;
import io.sanasend.local.stack.Progress;
import io.sanasend.local.stack.RunningStack;
import io.sanasend.local.stack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts the stack in a process of its own, which outlives this one, and shows its progress until it is ready. */
final class BackgroundStart {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final StackSettings settings;
    private final Progress progress;

    BackgroundStart(StackSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Returns 0 when the stack is ready, its own exit code when it ended instead. */
    int run() {
        if (new RunningStack(settings).process().isPresent()) {
            progress.line("SanaSend is already running in " + settings.home());
            return 1;
        }
        LogFile log = LogFile.at(
                new PrivateDirectory(settings.home()).directory("logs").file("stack.log"));
        log.rotate();
        try {
            Process process = new ProcessBuilder(OwnSession.command(command()))
                    .redirectErrorStream(true)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(Redirect.appendTo(log.path().toFile()))
                    .start();
            return follow(process, log.path());
        } catch (IOException e) {
            throw new UncheckedIOException("the background process could not be started", e);
        }
    }

    private int follow(Process process, Path log) throws IOException {
        int shown = 0;
        while (true) {
            // Looked at before the log is read, so that no last line is missed.
            boolean ended = Ending.awaitExit(process.toHandle(), BETWEEN_LOOKS);
            List<String> lines = Files.readAllLines(log);
            List<String> news = lines.subList(Math.min(shown, lines.size()), lines.size());
            news.forEach(progress::line);
            shown = lines.size();
            if (ended) {
                return process.exitValue() == 0 ? 1 : process.exitValue();
            }
            if (news.contains(Commands.READY)) {
                return 0;
            }
        }
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.add("run");
        return command;
    }
}
