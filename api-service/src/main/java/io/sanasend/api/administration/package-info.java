/** What staff do with users: the endpoints, the rules that keep the service administrable, and the deletion of all a user has. Nothing imports this package. */
@NullMarked
package io.sanasend.api.administration;

import org.jspecify.annotations.NullMarked;
