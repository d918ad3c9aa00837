/**
 * What the page in the browser talks to: its files, its socket, its uploads and downloads.
 */
@NullMarked
package io.sanasend.simulator.page;

import org.jspecify.annotations.NullMarked;
