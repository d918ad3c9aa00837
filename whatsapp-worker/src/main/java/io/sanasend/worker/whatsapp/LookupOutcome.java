package io.sanasend.worker.whatsapp;

/**
 * What became of a question to the page.
 *
 * @param <T> what it answers when it does
 */
public sealed interface LookupOutcome<T> {

    record Found<T>(T value) implements LookupOutcome<T> {}

    record NotFound<T>() implements LookupOutcome<T> {}

    /** The page did not answer, or could not; nothing is known. */
    record Unanswered<T>(String detail) implements LookupOutcome<T> {}
}
