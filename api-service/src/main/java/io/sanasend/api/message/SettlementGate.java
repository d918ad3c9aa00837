package io.sanasend.api.message;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets few lanes settle at once, so that hundreds whose attempts end together leave connections of the pool to requests and to the
 * claim of other lanes. Who waits here waits on a virtual thread, without a connection, in the order of arrival; the steps end by the
 * deadlines of the database. Safe for use by many threads.
 */
@ApplicationScoped
class SettlementGate {

    /** Of the connections there are. More at once settle no more in a second, each only takes longer. */
    private static final int SHARE = 4;

    private final Semaphore places;

    SettlementGate(AgroalDataSource database) {
        int connections =
                database.getConfiguration().connectionPoolConfiguration().maxSize();
        this.places = new Semaphore(Math.max(1, connections / SHARE), true);
    }

    /** The result of the step, once it has a place. */
    <T> T pass(Supplier<T> step) throws InterruptedException {
        places.acquire();
        try {
            return step.get();
        } finally {
            places.release();
        }
    }

    /** How many wait for a place. */
    int waiting() {
        return places.getQueueLength();
    }
}
