/** A real Redis server on the loopback address: the machine's own redis-server, else a binary that Maven brings. */
@NullMarked
package io.sanasend.local.redis;

import org.jspecify.annotations.NullMarked;
