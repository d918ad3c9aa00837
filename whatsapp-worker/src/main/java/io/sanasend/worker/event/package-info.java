/** What the worker tells the api: events with ids, kept until acknowledged. */
@NullMarked
package io.sanasend.worker.event;

import org.jspecify.annotations.NullMarked;
