package io.sanasend.local.stack;

import io.sanasend.local.files.PrivateDirectory;
import java.util.ArrayList;
import java.util.List;

/** What a person needs to know to use a running stack. */
record Summary(StackSettings settings, PrivateDirectory home) {

    List<String> lines() {
        String api = settings.apiAddress();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  API        " + api + "/api/v1/");
        lines.add("  API docs   " + api + "/api/docs/");
        if (settings.usesSimulator()) {
            lines.add("  Phones     " + settings.simulatorAddress() + "/phones");
            lines.add("             The simulator stands in for WhatsApp: scan QR codes and read messages there.");
            lines.add("             For the real one set SANASEND_WHATSAPP_URL=https://web.whatsapp.com");
        } else {
            lines.add("  WhatsApp   " + settings.whatsappUrl().orElseThrow());
        }
        AdminLogin.read(home)
                .ifPresent(login ->
                        lines.add("  Log in as  " + login.username() + ", password in " + AdminLogin.file(home)));
        lines.add("  Logs       " + home.file("logs"));
        lines.add("");
        return List.copyOf(lines);
    }
}
