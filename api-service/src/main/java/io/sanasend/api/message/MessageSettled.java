package io.sanasend.api.message;

import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import org.jspecify.annotations.Nullable;

/**
 * Told inside the application, in the transaction that settles a message: once, and once more for each time its owner or the
 * operator has it tried anew.
 *
 * @param status what it became
 * @param code why it will not go out; null if WhatsApp has it
 */
record MessageSettled(MessageStatus status, @Nullable ProblemType code) {}
