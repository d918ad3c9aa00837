/** The queues of all numbers, for operators: what waits, why, and what can be done about it. */
@NullMarked
package io.sanasend.api.queue;

import org.jspecify.annotations.NullMarked;
