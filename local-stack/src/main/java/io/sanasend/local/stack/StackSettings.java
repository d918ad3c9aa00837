package io.sanasend.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the person who starts the stack decided, read from the environment; everything else has a default.
 *
 * @param home where the stack keeps its data, logs and secrets
 * @param root the checkout that holds the built services
 * @param apiHost address the api listens on
 * @param ports where the first copies of the services listen
 * @param replicas how many copies there are
 * @param databaseUrl a PostgreSQL to use instead of the stack's own
 * @param redisUrl a Redis to use instead of the stack's own
 * @param whatsappUrl a WhatsApp Web to use instead of the simulator
 * @param environment all variables of the stack's own process; the services get most of them
 */
public record StackSettings(
        Path home,
        Path root,
        String apiHost,
        Ports ports,
        Replicas replicas,
        Optional<String> databaseUrl,
        Optional<String> redisUrl,
        Optional<String> whatsappUrl,
        Map<String, String> environment) {

    /** What could lead out of this machine, or to data of others; and there is one api, that of the caller. */
    private static final List<String> NOT_IN_DEV_MODE = List.of(
            "SANASEND_API_REPLICAS",
            "SANASEND_API_HOST",
            "SANASEND_WHATSAPP_URL",
            "SANASEND_DATABASE_URL",
            "SANASEND_DATABASE_USERNAME",
            "SANASEND_DATABASE_PASSWORD",
            "SANASEND_REDIS_URL");

    private static final int SHORTEST_SECRET = 32;
    private static final int SHORTEST_PASSWORD = 8;

    public StackSettings {
        environment = Map.copyOf(environment);
    }

    /**
     * Reads and checks the environment.
     *
     * @throws InvalidSettings listing everything that is wrong
     */
    public static StackSettings from(Map<String, String> environment, Path root) {
        List<String> errors = new ArrayList<>();
        Ports ports = new Ports(
                port(environment, "SANASEND_API_PORT", 8080, errors),
                port(environment, "SANASEND_API_MANAGEMENT_PORT", 8081, errors),
                port(environment, "SANASEND_WORKER_PORT", 3000, errors),
                port(environment, "SANASEND_SIMULATOR_PORT", 8090, errors));
        Replicas replicas = Replicas.from(environment, errors);
        checkTogether(ports, replicas, errors);
        List.of("SANASEND_WORKER_SECRET", "SANASEND_API_KEY_PEPPER")
                .forEach(name -> atLeast(environment, name, SHORTEST_SECRET, errors));
        atLeast(environment, "SANASEND_ADMIN_PASSWORD", SHORTEST_PASSWORD, errors);
        if (value(environment, "SANASEND_ADMIN_USERNAME").isPresent()
                != value(environment, "SANASEND_ADMIN_PASSWORD").isPresent()) {
            errors.add("SANASEND_ADMIN_USERNAME and SANASEND_ADMIN_PASSWORD are given together or not at all");
        }
        if (!errors.isEmpty()) {
            throw new InvalidSettings(errors);
        }
        Optional<String> simulated = Optional.of(simulatorAddress(ports)).map(address -> address.replaceAll("/$", ""));
        return new StackSettings(
                value(environment, "SANASEND_HOME")
                        .map(Path::of)
                        .orElse(root.resolve(".sanasend"))
                        .toAbsolutePath()
                        .normalize(),
                root,
                value(environment, "SANASEND_API_HOST").orElse("127.0.0.1"),
                ports,
                replicas,
                value(environment, "SANASEND_DATABASE_URL"),
                value(environment, "SANASEND_REDIS_URL"),
                value(environment, "SANASEND_WHATSAPP_URL")
                        .filter(url -> !Optional.of(url.replaceAll("/$", "")).equals(simulated)),
                environment);
    }

    /** The same for code under development: on the loopback address, with the stack's own servers and the simulator, whatever is set. */
    public static StackSettings forDevelopment(Map<String, String> environment, Path root) {
        Map<String, String> kept = new HashMap<>(environment);
        kept.keySet().removeAll(NOT_IN_DEV_MODE);
        return from(kept, root);
    }

    /** The checkout this program was built in. */
    public static Path checkout() {
        return Packages.checkout();
    }

    /** Whether the simulator stands in for WhatsApp. */
    public boolean usesSimulator() {
        return whatsappUrl.isEmpty();
    }

    /** Base address of the public API, as seen from this machine. */
    public String apiAddress() {
        return apiAddress(1);
    }

    /** Those of all its copies. */
    public List<String> apiAddresses() {
        return replicas.apiNumbers().stream().map(this::apiAddress).toList();
    }

    String apiAddress(int number) {
        String host = "0.0.0.0".equals(apiHost) || "::".equals(apiHost) ? "127.0.0.1" : apiHost;
        return "http://" + host + ":" + ports.api(number);
    }

    /** Base address of the simulator. */
    public String simulatorAddress() {
        return simulatorAddress(ports);
    }

    /** JVM options of the api, in place of those that keep it small; empty for the latter. */
    List<String> apiJavaOptions() {
        return value("SANASEND_API_JAVA_OPTIONS")
                .map(options -> List.of(options.split("\\s+")))
                .orElse(List.of());
    }

    /** The value of a variable, when it is there and not blank. */
    public Optional<String> value(String name) {
        return value(environment, name);
    }

    /** Without the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "StackSettings[" + home + ", " + ports + "]";
    }

    private static String simulatorAddress(Ports ports) {
        return "http://127.0.0.1:" + ports.simulator();
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static int port(Map<String, String> environment, String name, int otherwise, List<String> errors) {
        String text = value(environment, name).orElse(Integer.toString(otherwise));
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= Ports.HIGHEST_PORT) {
            return Integer.parseInt(text);
        }
        errors.add(name + " must be a port from 1 to " + Ports.HIGHEST_PORT);
        return otherwise;
    }

    private static void checkTogether(Ports ports, Replicas replicas, List<String> errors) {
        List<Integer> all = new ArrayList<>(List.of(ports.simulator()));
        replicas.apiNumbers().forEach(number -> all.addAll(List.of(ports.api(number), ports.management(number))));
        replicas.workerNumbers().forEach(number -> all.add(ports.worker(number)));
        if (all.stream().distinct().count() < all.size()) {
            errors.add("the ports of api, management, worker and simulator must differ, those of all copies too");
        }
        if (all.stream().anyMatch(port -> port > Ports.HIGHEST_PORT)) {
            errors.add("the ports of the copies must not be above " + Ports.HIGHEST_PORT);
        }
    }

    private static void atLeast(Map<String, String> environment, String name, int length, List<String> errors) {
        if (value(environment, name).filter(text -> text.length() < length).isPresent()) {
            errors.add(name + " must have at least " + length + " characters; leave it out to have one made");
        }
    }
}
