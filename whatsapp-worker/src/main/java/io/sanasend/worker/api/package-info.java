/** The way to the api's internal port: what every report of the worker goes through. */
@NullMarked
package io.sanasend.worker.api;

import org.jspecify.annotations.NullMarked;
