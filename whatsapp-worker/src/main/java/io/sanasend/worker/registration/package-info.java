/** How the worker makes itself known to the api, and stays known. */
@NullMarked
package io.sanasend.worker.registration;

import org.jspecify.annotations.NullMarked;
