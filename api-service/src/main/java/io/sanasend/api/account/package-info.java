/** Users, their passwords and their logins. */
@NullMarked
package io.sanasend.api.account;

import org.jspecify.annotations.NullMarked;
