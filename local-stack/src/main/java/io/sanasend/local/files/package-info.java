/** Files only their owner may read: passwords, pid files, generated configuration. Knows nothing of what they mean. */
@NullMarked
package io.sanasend.local.files;

import org.jspecify.annotations.NullMarked;
