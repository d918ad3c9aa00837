/** Whom a message can go to, and which phone is meant: what people write, made normal. */
@NullMarked
package io.sanasend.api.recipient;

import org.jspecify.annotations.NullMarked;
