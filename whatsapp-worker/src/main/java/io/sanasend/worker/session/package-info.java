/** A linked number's life: states, QR rounds, restarts, the lane that sends. Knows the page only as {@link io.sanasend.worker.whatsapp.WhatsAppPage}. */
@NullMarked
package io.sanasend.worker.session;

import org.jspecify.annotations.NullMarked;
