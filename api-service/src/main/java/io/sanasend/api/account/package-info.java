/** Users: their passwords, their logins, and the endpoints that create and list them. */
@NullMarked
package io.sanasend.api.account;

import org.jspecify.annotations.NullMarked;
