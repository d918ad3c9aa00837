package io.sanasend.worker.event;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Real files on a disk that is as large as the test says, and that counts how often it was forced. */
final class MeteredFiles implements SpoolFiles {

    private final SpoolFiles disk;
    private final AtomicInteger forces = new AtomicInteger();
    private volatile long room = Long.MAX_VALUE;
    private volatile @Nullable CountDownLatch forceGate;

    MeteredFiles(Path directory) throws IOException {
        this.disk = new DiskFiles(directory);
    }

    /** How many more bytes the disk takes. */
    synchronized void room(long bytes) {
        room = bytes;
    }

    int forces() {
        return forces.get();
    }

    /** Forces wait for it. */
    void holdForces(CountDownLatch gate) {
        forceGate = gate;
    }

    private synchronized int take(int wanted) {
        int taken = (int) Math.min(room, wanted);
        room -= taken;
        return taken;
    }

    private static IOException full() {
        return new IOException("No space left on device");
    }

    @Override
    public List<String> names() throws IOException {
        return disk.names();
    }

    @Override
    public Appender create(String name) throws IOException {
        if (room == 0) {
            throw full();
        }
        return new Metered(disk.create(name));
    }

    @Override
    public byte[] read(String name, long from, int most) throws IOException {
        return disk.read(name, from, most);
    }

    @Override
    public void overwrite(String name, byte[] content) throws IOException {
        if (room < content.length) {
            throw full();
        }
        disk.overwrite(name, content);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    private final class Metered implements Appender {
        private final Appender file;

        Metered(Appender file) {
            this.file = file;
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            int taken = take(bytes.length);
            file.append(Arrays.copyOf(bytes, taken));
            if (taken < bytes.length) {
                throw full();
            }
        }

        @Override
        public void force() throws IOException {
            forces.incrementAndGet();
            CountDownLatch gate = forceGate;
            try {
                if (gate != null) {
                    gate.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            file.force();
        }

        @Override
        public void truncate(long length) throws IOException {
            file.truncate(length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
