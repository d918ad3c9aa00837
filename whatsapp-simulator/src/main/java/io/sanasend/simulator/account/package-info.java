/**
 * Who exists: phone numbers, phones, their linked devices, groups. Knows nothing of messages or connections.
 */
@NullMarked
package io.sanasend.simulator.account;

import org.jspecify.annotations.NullMarked;
