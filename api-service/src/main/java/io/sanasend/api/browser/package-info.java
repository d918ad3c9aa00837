/** What browsers are told about the answers of this service. Knows no feature. */
@NullMarked
package io.sanasend.api.browser;

import org.jspecify.annotations.NullMarked;
