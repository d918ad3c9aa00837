/** Browsers as processes: finding one, starting it on a profile in its own process group, attaching Selenium to it, ending it whole. Knows nothing of WhatsApp. */
@NullMarked
package io.sanasend.worker.browser;

import org.jspecify.annotations.NullMarked;
