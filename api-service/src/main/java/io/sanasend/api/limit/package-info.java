/** How much a caller may do: every limit by name, what stands of it, and how callers are told. Knows no feature. */
@NullMarked
package io.sanasend.api.limit;

import org.jspecify.annotations.NullMarked;
