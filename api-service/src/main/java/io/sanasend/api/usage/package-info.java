/** What users sent and asked for on days that are over, kept when the messages are gone. Knows no message but its columns. */
@NullMarked
package io.sanasend.api.usage;

import org.jspecify.annotations.NullMarked;
