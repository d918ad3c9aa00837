/**
 * Measures the product as its users see it: a stack of its own, driven through the public API and the simulator's control API. Knows no
 * code of the services.
 */
@NullMarked
package io.sanasend.local.bench;

import org.jspecify.annotations.NullMarked;
