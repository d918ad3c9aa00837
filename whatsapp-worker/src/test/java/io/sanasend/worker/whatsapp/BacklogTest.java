package io.sanasend.worker.whatsapp;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog();
    private final List<Integer> heard = new CopyOnWriteArrayList<>();

    @Test
    void allIsHeardInItsOrderEvenIfSomethingFails() {
        for (int i = 0; i < 3000; i++) {
            int number = i;
            backlog.execute(() -> {
                heard.add(number);
                if (number == 100) {
                    throw new IllegalStateException("for the test");
                }
            });
        }

        soon(() -> heard.size() == 3000);
        assertThat(heard).isEqualTo(IntStream.range(0, 3000).boxed().toList());
    }

    @Test
    void whoBringsMoreThanAThousandWaits() {
        var go = new CountDownLatch(1);
        Thread bringing = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 1100; i++) {
                int number = i;
                backlog.execute(() -> {
                    try {
                        go.await();
                        heard.add(number);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
        });
        soon(() -> bringing.getState() == Thread.State.WAITING);
        assertThat(heard).isEmpty();

        go.countDown();

        soon(() -> heard.size() == 1100);
    }
}
