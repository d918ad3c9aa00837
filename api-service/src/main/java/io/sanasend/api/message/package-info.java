/** Messages: acceptance, the queue with one lane per session, the attempts, and the log. */
@NullMarked
package io.sanasend.api.message;

import org.jspecify.annotations.NullMarked;
