/** API keys: how they are made, stored, checked and listed. A key's secret is never stored. */
@NullMarked
package io.sanasend.api.apikey;

import org.jspecify.annotations.NullMarked;
