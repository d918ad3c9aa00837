/**
 * Messages and their files: what arrived at the server, who got it, which ack it has.
 */
@NullMarked
package io.sanasend.simulator.message;

import org.jspecify.annotations.NullMarked;
