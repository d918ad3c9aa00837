package io.sanasend.worker;

import io.javalin.util.JavalinBindException;
import io.sanasend.worker.browser.BrowserUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Starts the worker from the environment; SIGTERM ends it in good order. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // Selenium would look for browsers and drivers on the network; the worker brings its own.
        System.setProperty("SE_OFFLINE", "true");
        PrintStream errors = System.err;
        try (InputStream logging = Main.class.getResourceAsStream("/logging.properties")) {
            LogManager.getLogManager().readConfiguration(logging);
            WorkerConfig config = WorkerConfig.from(System.getenv());
            if (config.logFormat() == WorkerConfig.LogFormat.JSON) {
                for (Handler handler : Logger.getLogger("").getHandlers()) {
                    handler.setFormatter(new JsonLines());
                }
            }
            Worker worker = Worker.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "shutdown"));
        } catch (WorkerConfig.Invalid | BrowserUnavailable e) {
            errors.println(e.getMessage());
            System.exit(1);
        } catch (JavalinBindException | UncheckedIOException | IOException e) {
            errors.println("The worker cannot start: " + e.getMessage());
            System.exit(1);
        }
    }
}
