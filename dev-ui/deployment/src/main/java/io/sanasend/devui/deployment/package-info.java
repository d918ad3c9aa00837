/** The operations page of the Quarkus Dev UI, made known to Quarkus in dev mode. */
@NullMarked
package io.sanasend.devui.deployment;

import org.jspecify.annotations.NullMarked;
