/**
 * The public API service: its entry point and what the whole process shares. Features live in the packages below;
 * nothing here knows a feature.
 */
@NullMarked
package io.sanasend.api;

import org.jspecify.annotations.NullMarked;
