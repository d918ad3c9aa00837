package io.sanasend.api.worker;

import java.util.List;

/** Every session the worker has, as it saw them at one moment. */
public record WorkerRoster(List<Sighting> sightings) {

    public WorkerRoster {
        sightings = List.copyOf(sightings);
    }
}
