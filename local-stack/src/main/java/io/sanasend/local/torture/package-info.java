/**
 * Proves that no accepted message is lost, doubled or put out of order while parts of the product are killed. Judges by the
 * public API and by what arrived at the simulator, and knows nothing of how the services work.
 */
@NullMarked
package io.sanasend.local.torture;

import org.jspecify.annotations.NullMarked;
