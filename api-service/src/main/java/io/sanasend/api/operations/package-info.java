/** What the operations page of the Dev UI shows and does. A rim in dev mode; in a package it is left out as unused. */
@NullMarked
package io.sanasend.api.operations;

import org.jspecify.annotations.NullMarked;
