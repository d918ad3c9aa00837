package io.sanasend.local.stack;

import io.sanasend.local.files.PrivateDirectory;
import io.sanasend.local.process.ProcessMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Lets one stack run in a home directory. The lock is the operating system's: it ends with the process that holds it, however
 * that ends. Beside it a file names the holder.
 */
final class StackLock implements AutoCloseable {

    private static final String LOCK = "stack.lock";
    private static final String HOLDER = "stack.pid";

    private final PrivateDirectory home;
    private final FileChannel channel;

    private StackLock(PrivateDirectory home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /** Takes the lock; empty when another stack has it. */
    static Optional<StackLock> take(PrivateDirectory home) {
        Path file = home.file(LOCK);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel).isEmpty()) {
                channel.close();
                return Optional.empty();
            }
            ProcessMark.of(ProcessHandle.current()).ifPresent(mark -> home.write(HOLDER, mark.toString()));
            return Optional.of(new StackLock(home, channel));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file, e);
        }
    }

    /** The process whose stack runs there. */
    static Optional<ProcessHandle> holder(PrivateDirectory home) {
        return home.read(HOLDER).flatMap(ProcessMark::parse).flatMap(ProcessMark::find);
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException _) {
            // Held by this very process.
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        home.delete(HOLDER);
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock " + home.file(LOCK), e);
        }
    }
}
