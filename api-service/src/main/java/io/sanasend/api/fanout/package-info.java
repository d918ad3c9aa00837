/** How the replicas of this service tell each other something at once. Nothing of what is told may be the only way to learn it. */
@NullMarked
package io.sanasend.api.fanout;

import org.jspecify.annotations.NullMarked;
