/** How fast a number may send, so that WhatsApp does not take it for a machine. */
@NullMarked
package io.sanasend.api.pacing;

import org.jspecify.annotations.NullMarked;
