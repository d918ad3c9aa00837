/**
 * A real PostgreSQL server on the loopback address, from binaries that Maven brings. Durable (fsync, synchronous commit) and behind
 * passwords, because the local stack keeps people's data in it; tests of other modules use the same one.
 */
@NullMarked
package io.sanasend.local.postgres;

import org.jspecify.annotations.NullMarked;
