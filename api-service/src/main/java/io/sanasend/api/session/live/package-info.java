/** Sessions as they change: streams of events to whoever watches. Holds no connection to the database while it waits. */
@NullMarked
package io.sanasend.api.session.live;

import org.jspecify.annotations.NullMarked;
