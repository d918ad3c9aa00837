package io.sanasend.local.torture;

import io.sanasend.local.files.RandomSecret;
import io.sanasend.local.stack.AdminLogin;
import io.sanasend.local.stack.StackSettings;
import io.sanasend.local.torture.Http.Reply;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the customers of the trial through the public API, while all is well. */
final class Gateway {

    private static final int PLENTY = 10_000;

    private final RandomSecret passwords = new RandomSecret(new SecureRandom());
    private final List<Http> apis;
    private final Phones phones;
    private final AdminLogin admin;

    Gateway(StackSettings settings, Phones phones, AdminLogin admin) {
        this.apis = settings.apiAddresses().stream()
                .map(address -> Http.at(address + "/api/v1"))
                .toList();
        this.phones = phones;
        this.admin = admin;
    }

    /** Customers with linked numbers, in turn. */
    List<Tenant> tenants(int count, int numbers) throws IOException, InterruptedException {
        Http staff = logIn(admin.username(), admin.password());
        List<Tenant> tenants = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            tenants.add(tenant(staff, "torture" + i));
        }
        for (int i = 0; i < numbers; i++) {
            tenants.get(i % count).link("49151300%05d".formatted(i + 1), phones);
        }
        return tenants;
    }

    private Tenant tenant(Http staff, String name) throws IOException, InterruptedException {
        String password = passwords.get();
        good(staff.post(
                "/users/",
                Map.of(
                        "username", name,
                        "email", name + "@example.org",
                        "password", password,
                        "max_messages_per_day", PLENTY,
                        "max_messages_per_minute", PLENTY)));
        String key = good(logIn(name, password).post("/api-keys/", Map.of("name", "torture")))
                .data()
                .path("key")
                .asText();
        List<Http> own = apis.stream().map(api -> api.with("X-Api-Key", key)).toList();
        return new Tenant(name, own, new ArrayList<>());
    }

    private Http logIn(String username, String password) throws IOException, InterruptedException {
        Http api = apis.getFirst();
        Reply reply = good(api.post("/auth/login/", Map.of("username", username, "password", password)));
        return api.with("Authorization", "Bearer " + reply.data().path("access").asText());
    }

    private static Reply good(Reply reply) {
        if (!reply.isGood()) {
            throw new TortureFailed(
                    "the API answered " + reply.status() + " before anything was killed: " + reply.json());
        }
        return reply;
    }
}
