package io.sanasend.worker.event;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The files a spool lives in: flat names, readable by their owner alone. */
interface SpoolFiles {

    List<String> names() throws IOException;

    /** A new, empty file to append to, whose name is on the disk when this returns. */
    Appender create(String name) throws IOException;

    /** At most so many bytes from there; fewer at the end of the file. */
    byte[] read(String name, long from, int most) throws IOException;

    /** Writes a small file whole, in place; not forced to the disk. */
    void overwrite(String name, byte[] content) throws IOException;

    /** Does nothing if there is none. */
    void delete(String name) throws IOException;

    /** A file that is written to its end. */
    interface Appender extends Closeable {

        /** May have written a part of it when it throws. */
        void append(byte[] bytes) throws IOException;

        /** Returns when all that was appended would survive a power failure. */
        void force() throws IOException;

        void truncate(long length) throws IOException;
    }
}
