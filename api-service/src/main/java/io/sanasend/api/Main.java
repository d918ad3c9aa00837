package io.sanasend.api;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/** Starts the service: first the environment is checked as a whole, so that an operator learns every problem at once. */
@QuarkusMain
public class Main {

    public static void main(String... arguments) {
        List<String> problems = RequiredSettings.problemsOf(System.getenv());
        if (!problems.isEmpty()) {
            exitWith(new StartRefused(problems));
        }
        Quarkus.run(
                null,
                (exitCode, failure) -> {
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        if (cause instanceof StartRefused refused) {
                            exitWith(refused);
                        }
                    }
                    if (failure != null) {
                        System.err.println("SanaSend API cannot start or stopped on a failure:");
                        failure.printStackTrace();
                    }
                    System.exit(failure == null ? exitCode : 1);
                },
                arguments);
    }

    private static void exitWith(StartRefused refused) {
        // Before there is a logger, and in the operator's words rather than a stack trace.
        System.err.println(refused.getMessage());
        System.exit(1);
    }
}
