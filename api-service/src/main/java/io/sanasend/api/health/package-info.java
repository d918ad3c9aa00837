/** Health of the service, part by part. */
@NullMarked
package io.sanasend.api.health;

import org.jspecify.annotations.NullMarked;
