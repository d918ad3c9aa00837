/** Turns the credential of a request into a caller. Nothing else imports this package; resources only declare who may call them. */
@NullMarked
package io.sanasend.api.authentication;

import org.jspecify.annotations.NullMarked;
