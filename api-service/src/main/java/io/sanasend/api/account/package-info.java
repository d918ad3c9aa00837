/** Users and their passwords. */
@NullMarked
package io.sanasend.api.account;

import org.jspecify.annotations.NullMarked;
