/** What every feature needs to ask about a caller: who it is, what it may do, where it comes from, how often it failed. No database. */
@NullMarked
package io.sanasend.api.security;

import org.jspecify.annotations.NullMarked;
