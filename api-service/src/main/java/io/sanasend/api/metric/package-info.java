/** What metrics of several features have in common; each feature shows its own figures. */
@NullMarked
package io.sanasend.api.metric;

import org.jspecify.annotations.NullMarked;
