/** What was sent and asked for: figures computed from the tables that own the truth, and the endpoints that show them. */
@NullMarked
package io.sanasend.api.analytics;

import org.jspecify.annotations.NullMarked;
