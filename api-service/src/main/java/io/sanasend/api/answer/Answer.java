package io.sanasend.api.answer;

/**
 * The envelope of a success.
 *
 * @param message one sentence for people; programs read {@code data}
 */
public record Answer<T>(boolean success, String message, T data) {

    public static <T> Answer<T> of(String message, T data) {
        return new Answer<>(true, message, data);
    }
}
