package io.sanasend.api.problem;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request body that ends the request when it turns out to be larger than it may be. Confined to one thread. */
final class BoundedBody extends FilterInputStream {

    private final long limit;
    private long read;

    BoundedBody(InputStream body, long limit) {
        super(body);
        this.limit = limit;
    }

    static ApiException tooLarge(long limit) {
        return new ApiException(ProblemType.REQUEST_TOO_LARGE, "A request here has at most " + limit + " bytes.");
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        count(Math.max(count, 0));
        return count;
    }

    private void count(int more) {
        read += more;
        if (read > limit) {
            throw tooLarge(limit);
        }
    }
}
