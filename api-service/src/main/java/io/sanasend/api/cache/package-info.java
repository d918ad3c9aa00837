/** Snapshots of rows, remembered for seconds because every request needs them. Knows no feature; features bring the rows. */
@NullMarked
package io.sanasend.api.cache;

import org.jspecify.annotations.NullMarked;
