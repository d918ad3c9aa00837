/** WhatsApp Web in our words. The only place that names functions of wa-js or of the page, and its DOM. */
@NullMarked
package io.sanasend.worker.whatsapp;

import org.jspecify.annotations.NullMarked;
