package io.sanasend.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.worker.testing.ApiDouble;
import io.sanasend.worker.testing.RunningWorker;
import io.sanasend.worker.testing.SimulatedWhatsApp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast one number, and several at once, send through worker, browser and page: prints the times of each stage. What
 * it asserts is that speed costs no message and no order. With {@code -Dsends=2000 -Dwarm-up=500 -Dnumbers=4} it is more
 * than a smoke test.
 */
class SendingSpeedIT {

    private static final int SENDS = Integer.getInteger("sends", 50);
    private static final int WARM_UP = Integer.getInteger("warm-up", 20);
    private static final int NUMBERS = Integer.getInteger("numbers", 2);
    private static final String FRIEND = "4915198765432";

    @TempDir
    private Path data;

    private SimulatedWhatsApp whatsApp;
    private ApiDouble api;
    private RunningWorker worker;

    @BeforeEach
    void link() {
        whatsApp = SimulatedWhatsApp.start();
        api = ApiDouble.start();
        worker = RunningWorker.start(whatsApp.address(), api.address(), data, Map.of());
        for (int number = 1; number <= NUMBERS; number++) {
            worker.link("u" + number, phone(number), whatsApp);
            send(number, 0, WARM_UP);
        }
    }

    @AfterEach
    void stop() {
        worker.close();
        api.close();
        whatsApp.close();
    }

    @Test
    void sendsInOrderAsFastAsItCan() throws InterruptedException, ExecutionException {
        print("http", timed(SENDS, _ -> worker.get("/sessions/u1")));
        print("http, lane and page", timed(SENDS, _ -> worker.get("/sessions/u1/numbers/" + FRIEND)));
        print("a send of one number", send(1, WARM_UP, SENDS));
        print("a send of " + NUMBERS + " at once", sendOfAll());

        for (int number = 1; number <= NUMBERS; number++) {
            assertThat(arrived(number)).isEqualTo(expected(number));
        }
    }

    /** In nanoseconds, and all of them together. */
    private record Times(long[] each, long together) {}

    private static Times timed(int count, IntConsumer call) {
        long[] each = new long[count];
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            call.accept(i);
            each[i] = System.nanoTime() - start;
        }
        return new Times(each, System.nanoTime() - began);
    }

    private Times send(int number, int first, int count) {
        return timed(count, i -> {
            String text = "message " + (first + i);
            worker.receipt(worker.send("u" + number, id(number, first + i), FRIEND, text));
        });
    }

    private Times sendOfAll() throws InterruptedException, ExecutionException {
        List<Future<Times>> running = new ArrayList<>();
        long began = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 1; number <= NUMBERS; number++) {
                int sender = number;
                running.add(threads.submit(() -> send(sender, WARM_UP + (sender == 1 ? SENDS : 0), SENDS)));
            }
        }
        LongStream each = LongStream.empty();
        for (Future<Times> one : running) {
            each = LongStream.concat(each, LongStream.of(one.get().each()));
        }
        return new Times(each.toArray(), System.nanoTime() - began);
    }

    private static String phone(int number) {
        return "49151123456%02d".formatted(number);
    }

    private static String id(int number, int message) {
        return "3EB0%06X%012X".formatted(number, message);
    }

    private static List<String> expected(int number) {
        return IntStream.range(0, WARM_UP + (number == 1 ? 2 : 1) * SENDS)
                .mapToObj(message -> id(number, message))
                .toList();
    }

    private List<String> arrived(int number) {
        List<String> ids = new ArrayList<>();
        for (JsonNode message : whatsApp.messages(FRIEND, phone(number))) {
            ids.add(message.path("id").asText());
        }
        return ids;
    }

    private static void print(String stage, Times times) {
        long[] each = times.each();
        Arrays.sort(each);
        System.out.printf(
                "%-22s %6.0f/s  p50 %5.1f  p90 %5.1f  p99 %5.1f ms%n",
                stage,
                each.length * 1e9 / times.together(),
                each[each.length / 2] / 1e6,
                each[each.length * 9 / 10] / 1e6,
                each[each.length * 99 / 100] / 1e6);
    }
}
