package io.sanasend.api.analytics;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.usage.Figures;
import io.sanasend.api.usage.UsageDays;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Users who send and ask for this and that. Everything is written into the tables, and into a list of its own, which nothing is
 * ever removed from. Confined to one thread.
 */
final class SimulatedUse {

    private static final List<String> TYPES = List.of("text", "text", "text", "image", "document", "video", "audio");
    private static final List<String> STATUSES =
            List.of("queued", "sending", "sent", "delivered", "read", "sent", "read", "failed", "expired", "cancelled");
    private static final List<String> ENDS = List.of("sent", "delivered", "read", "failed", "failed", "expired");

    private final EntityManager database;
    private final UsageDays usage;
    private final Random random;
    private final Map<Long, Sent> messages = new HashMap<>();
    private final List<Asked> requests = new ArrayList<>();
    private final Map<Long, Long> sessions = new HashMap<>();

    SimulatedUse(EntityManager database, UsageDays usage, Random random) {
        this.database = database;
        this.usage = usage;
        this.random = random;
    }

    private record Sent(long user, Instant at, String type, long size, String status) {

        boolean isIn(List<String> statuses) {
            return statuses.contains(status);
        }

        Sent as(String next) {
            return new Sent(user, at, type, size, next);
        }

        Figures figures() {
            boolean sent = isIn(List.of("sent", "delivered", "read"));
            return new Figures(
                    1,
                    one(sent),
                    one(status.equals("failed")),
                    one(status.equals("expired")),
                    one(status.equals("cancelled")),
                    one(type.equals("text")),
                    one(type.equals("image")),
                    one(type.equals("document")),
                    one(type.equals("video")),
                    one(type.equals("audio")),
                    one(sent && !type.equals("text")),
                    size,
                    0);
        }

        private static long one(boolean yes) {
            return yes ? 1 : 0;
        }
    }

    private record Asked(long user, Instant at, long number) {}

    /** What the user did from one moment to another; null for all users. */
    Figures truth(Long user, Instant from, Instant to) {
        Figures sum = messages.values().stream()
                .filter(message -> user == null || message.user == user)
                .filter(message -> !message.at.isBefore(from) && message.at.isBefore(to))
                .map(Sent::figures)
                .reduce(Figures.NONE, Figures::plus);
        long asked = requests.stream()
                .filter(request -> user == null || request.user == user)
                .filter(request -> !request.at.isBefore(from) && request.at.isBefore(to))
                .mapToLong(Asked::number)
                .sum();
        return sum.plus(new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, asked));
    }

    void addUser(Tenant tenant) {
        run(() -> database.createNativeQuery("""
                INSERT INTO sessions (id, user_id, instance_name, wire_id, state, reason_code, since, created_at, updated_at)
                VALUES (7000000 + :user, :user, 'Simulated', 'u' || :user || '-7', 'logged_out', 'test', now(), now(), now())""")
                .setParameter("user", (long) tenant.id())
                .executeUpdate());
        sessions.put((long) tenant.id(), 7_000_000L + tenant.id());
    }

    /** Some messages and requests between these times. */
    void use(Instant from, Instant to) {
        sessions.keySet().forEach(user -> {
            int count = random.nextInt(3) == 0 ? 0 : random.nextInt(7);
            for (int i = 0; i < count; i++) {
                accept(user, from.plus(part(from, to)));
            }
        });
        for (long user : sessions.keySet()) {
            ask(user, from.plus(part(from, to)));
        }
        ask(0, from.plus(part(from, to)));
    }

    private void accept(long user, Instant at) {
        String type = any(TYPES);
        Sent message = new Sent(user, at, type, type.equals("text") ? 0 : random.nextInt(9_000_000), any(STATUSES));
        run(() -> {
            long id = (Long) database.createNativeQuery("""
                    INSERT INTO messages (user_id, session_id, recipient, message_type, size, status, wa_message_id,
                        created_at, settled_at)
                    VALUES (:user, :session, '4915112345678', :type, NULLIF(:size, 0), :status, gen_random_uuid(), :at, :at)
                    RETURNING id""", Long.class)
                    .setParameter("user", user)
                    .setParameter("session", sessions.get(user))
                    .setParameter("type", type)
                    .setParameter("size", message.size)
                    .setParameter("status", message.status)
                    .setParameter("at", at)
                    .getSingleResult();
            messages.put(id, message);
        });
    }

    private void ask(long user, Instant at) {
        Instant slot = Instant.ofEpochSecond(at.getEpochSecond() / 900 * 900);
        int number = 1 + random.nextInt(50);
        run(() -> database.createNativeQuery("""
                INSERT INTO api_usage AS u (user_id, slot, requests) VALUES (:user, :slot, :number)
                ON CONFLICT (user_id, slot) DO UPDATE SET requests = u.requests + EXCLUDED.requests""")
                .setParameter("user", user)
                .setParameter("slot", slot)
                .setParameter("number", number)
                .executeUpdate());
        requests.add(new Asked(user, slot, number));
    }

    /** Some open messages end. */
    void settle() {
        change(message -> message.isIn(List.of("queued", "sending")) && random.nextInt(4) > 0, any(ENDS), false);
    }

    /** More is heard of some that were sent. */
    void hear() {
        change(message -> message.isIn(List.of("sent", "delivered")) && random.nextInt(4) == 0, "read", false);
    }

    /** Owners have some tried anew, as far as that is possible; the process may die before the commit. */
    void retry(boolean dying) {
        change(message -> message.isIn(List.of("failed", "expired")) && random.nextInt(20) == 0, "queued", dying);
    }

    private void change(Predicate<Sent> which, String status, boolean dying) {
        List<Map.Entry<Long, Sent>> chosen = messages.entrySet().stream()
                .filter(message -> which.test(message.getValue()))
                .toList();
        for (Map.Entry<Long, Sent> message : chosen) {
            QuarkusTransaction.begin();
            usage.hold(message.getValue().user);
            int changed = database.createNativeQuery(
                            "UPDATE messages m SET status = :to WHERE id = :id AND NOT " + UsageDays.SEALED)
                    .setParameter("id", message.getKey())
                    .setParameter("to", status)
                    .executeUpdate();
            if (dying) {
                QuarkusTransaction.rollback();
            } else {
                QuarkusTransaction.commit();
                if (changed > 0) {
                    messages.put(message.getKey(), message.getValue().as(status));
                }
            }
        }
    }

    private Duration part(Instant from, Instant to) {
        return Duration.ofMillis(random.nextLong(Duration.between(from, to).toMillis()));
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static void run(Runnable step) {
        QuarkusTransaction.requiringNew().run(step);
    }
}
