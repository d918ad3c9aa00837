/** Stand-ins for what the worker cannot have in a unit test: time, a page in a browser, the api that hears of events. */
@NullMarked
package io.sanasend.worker.testing;

import org.jspecify.annotations.NullMarked;
