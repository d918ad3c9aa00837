/** Who changed what: a log that only grows, and shows when something was taken out of it. */
@NullMarked
package io.sanasend.api.audit;

import org.jspecify.annotations.NullMarked;
