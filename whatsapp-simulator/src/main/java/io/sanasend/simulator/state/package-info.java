/**
 * What survives the process: a directory of JSON snapshots, written atomically.
 */
@NullMarked
package io.sanasend.simulator.state;

import org.jspecify.annotations.NullMarked;
