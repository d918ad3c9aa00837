/** Linked numbers as this service knows them: the table, what owners may ask for, which worker hosts which, and the snapshots of workers that keep the table true. */
@NullMarked
package io.sanasend.api.session;

import org.jspecify.annotations.NullMarked;
