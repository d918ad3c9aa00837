/** Files of messages: their limits, their true type, and the directory they are kept in. */
@NullMarked
package io.sanasend.api.media;

import org.jspecify.annotations.NullMarked;
