/** A message in the words both services share: what is sent, to whom, under which id, and how far it got. No transport, no storage. */
@NullMarked
package io.sanasend.model.message;

import org.jspecify.annotations.NullMarked;
