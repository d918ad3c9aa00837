package io.sanasend.local.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How many copies of the two services run: at least one and at most {@value #MOST} of each.
 *
 * @param apis all answer the same API from the same database
 * @param workers share the place of the profiles, so that each can take over the numbers of another
 */
public record Replicas(int apis, int workers) {

    private static final int MOST = 9;

    /** One of each. */
    public static final Replicas SINGLE = new Replicas(1, 1);

    public Replicas {
        if (apis < 1 || workers < 1 || apis > MOST || workers > MOST) {
            throw new IllegalArgumentException("from 1 to " + MOST + " copies of each service");
        }
    }

    /** Reads them from the environment; adds to the errors what is wrong. */
    static Replicas from(Map<String, String> environment, List<String> errors) {
        return new Replicas(
                number(environment, "SANASEND_API_REPLICAS", errors), number(environment, "SANASEND_WORKERS", errors));
    }

    /** The numbers of the copies of the api: 1, 2, … */
    List<Integer> apiNumbers() {
        return numbers(apis);
    }

    /** The numbers of the workers: 1, 2, … */
    List<Integer> workerNumbers() {
        return numbers(workers);
    }

    /** The first copy has the service's own name, the others a number behind it. */
    static String name(String service, int number) {
        return number == 1 ? service : service + "-" + number;
    }

    private static List<Integer> numbers(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    private static int number(Map<String, String> environment, String name, List<String> errors) {
        String text = Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(given -> !given.isEmpty())
                .orElse("1");
        if (text.matches("[1-9]")) {
            return Integer.parseInt(text);
        }
        errors.add(name + " must be a number from 1 to " + MOST);
        return 1;
    }
}
