package io.sanasend.api;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the service: first the environment is checked as a whole, so that an operator learns every problem at once. */
@QuarkusMain
public class Main {

    public static void main(String... arguments) {
        List<String> problems = RequiredSettings.problemsOf(System.getenv());
        if (!problems.isEmpty()) {
            // Before there is a logger, and in the operator's words rather than a stack trace.
            System.err.println(new StartRefused(problems).getMessage());
            System.exit(1);
        }
        Quarkus.run(null, Main::end, arguments);
    }

    private static void end(int exitCode, @Nullable Throwable failure) {
        Throwable refused = failure;
        while (refused != null && !(refused instanceof StartRefused)) {
            refused = refused.getCause();
        }
        if (refused != null) {
            System.err.println(refused.getMessage());
        } else if (failure != null) {
            System.err.println("SanaSend API cannot start or stopped on a failure:");
            failure.printStackTrace();
        }
        // Ends the process; in dev mode, where a reload is an end as well, it does not.
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(failure == null ? exitCode : 1, failure);
    }
}
