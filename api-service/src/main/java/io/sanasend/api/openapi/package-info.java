/**
 * The OpenAPI document: what is true of the whole API is written into it here, so that operations only say what is
 * special to them. Runs while the service is built. Nothing else imports this package.
 */
@NullMarked
package io.sanasend.api.openapi;

import org.jspecify.annotations.NullMarked;
