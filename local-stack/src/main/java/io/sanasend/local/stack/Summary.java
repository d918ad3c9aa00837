package io.sanasend.local.stack;

import io.sanasend.local.files.PrivateDirectory;
import java.util.ArrayList;
import java.util.List;

/** What a person needs to know to use a running stack. */
record Summary(StackSettings settings, PrivateDirectory home) {

    List<String> lines() {
        List<String> lines = new ArrayList<>(api());
        if (settings.usesSimulator()) {
            lines.addAll(phones());
            lines.add("             For the real one set SANASEND_WHATSAPP_URL=https://web.whatsapp.com");
        } else {
            lines.add("  WhatsApp   " + settings.whatsappUrl().orElseThrow());
        }
        lines.addAll(logInAndLogs());
        return List.copyOf(lines);
    }

    /** When the api runs in dev mode. */
    List<String> devLines() {
        List<String> lines = new ArrayList<>(api());
        lines.add("  Dev UI     " + settings.apiAddress() + "/q/dev-ui/");
        lines.add("  Operations " + settings.apiAddress() + "/q/dev-ui/sanasend-dev-ui/operations");
        lines.addAll(phones());
        lines.addAll(logInAndLogs());
        return List.copyOf(lines);
    }

    private List<String> api() {
        String api = settings.apiAddress();
        List<String> lines = new ArrayList<>(List.of(""));
        settings.apiAddresses().forEach(address -> lines.add("  API        " + address + "/api/v1/"));
        lines.add("  API docs   " + api + "/api/docs/");
        return lines;
    }

    private List<String> phones() {
        return List.of(
                "  Phones     " + settings.simulatorAddress() + "/phones",
                "             The simulator stands in for WhatsApp: scan QR codes and read messages there.");
    }

    private List<String> logInAndLogs() {
        List<String> lines = new ArrayList<>();
        AdminLogin.read(home)
                .ifPresent(login ->
                        lines.add("  Log in as  " + login.username() + ", password in " + AdminLogin.file(home)));
        lines.add("  Logs       " + home.file("logs"));
        lines.add("");
        return lines;
    }
}
