/** Every refusal the service can answer, as one closed set, and the one place that turns exceptions into problem documents. Knows no feature. */
@NullMarked
package io.sanasend.api.problem;

import org.jspecify.annotations.NullMarked;
