/** Logins: how they begin, are renewed and end, and a user's own password. Uses accounts, which know nothing of logins. */
@NullMarked
package io.sanasend.api.login;

import org.jspecify.annotations.NullMarked;
