/** What crosses the wire between the api and a worker: requests, answers, events, errors, paths. Records only, no behaviour beyond validation. */
@NullMarked
package io.sanasend.model.wire;

import org.jspecify.annotations.NullMarked;
