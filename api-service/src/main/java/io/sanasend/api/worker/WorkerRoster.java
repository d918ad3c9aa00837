package io.sanasend.api.worker;

import java.util.List;

/**
 * Every session a worker has, as it saw them at one moment.
 *
 * @param worker as the table knew it before it was asked
 */
public record WorkerRoster(RegisteredWorker worker, List<Sighting> sightings) {

    public WorkerRoster {
        sightings = List.copyOf(sightings);
    }
}
