package io.sanasend.local.testing;

import io.sanasend.local.part.LogFile;
import io.sanasend.local.part.Part;
import io.sanasend.local.part.PartDidNotStart;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A part without a process: the test says when it dies and whether it starts. */
public final class FakePart implements Part {

    private final LogFile log;
    private boolean running = true;
    private boolean broken;
    private int starts;

    public FakePart(Path directory) {
        this.log = LogFile.at(directory.resolve("fake.log"));
    }

    public void die() {
        running = false;
    }

    public void breakDown() {
        running = false;
        broken = true;
    }

    public void repair() {
        broken = false;
    }

    public int starts() {
        return starts;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public LogFile log() {
        return log;
    }

    @Override
    public URI check() {
        return URI.create("tcp://127.0.0.1:1");
    }

    @Override
    public String start() {
        starts++;
        if (broken) {
            throw new PartDidNotStart("it is broken\nits log ends: …", null);
        }
        running = true;
        return "somewhere";
    }

    @Override
    public Optional<ProcessHandle> process() {
        return Optional.empty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void stop() {
        running = false;
    }
}
