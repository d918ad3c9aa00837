/**
 * One running piece of the stack: a database server or one of the services. How it is started, found ready, watched, started again and
 * stopped. Knows nothing of which pieces there are and what they need.
 */
@NullMarked
package io.sanasend.local.part;

import org.jspecify.annotations.NullMarked;
