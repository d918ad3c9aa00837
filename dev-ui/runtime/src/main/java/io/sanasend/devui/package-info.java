/** What the operations page asks of the application. Knows nothing of it, and is a bean only where it implements it. */
@NullMarked
package io.sanasend.devui;

import org.jspecify.annotations.NullMarked;
