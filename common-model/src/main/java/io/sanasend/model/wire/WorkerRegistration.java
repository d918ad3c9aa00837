package io.sanasend.model.wire;

/**
 * A worker says that it is there; repeated well before its lease ends, and at once after a start.
 *
 * @param workerId its name, the same after a restart
 * @param bootId this run of it; every answer carries it as well
 * @param address where the api reaches it, as {@code http://host:port}
 * @param capacity how many browsers it may run
 * @param sessions how many it runs now
 * @param profiles names the place its profiles are kept in; workers of the same place can take over each other's sessions
 * @param version of the worker
 */
public record WorkerRegistration(
        String workerId, String bootId, String address, int capacity, int sessions, String profiles, String version) {}
