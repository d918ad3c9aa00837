/**
 * QR codes as bits, and pictures of QR codes as text.
 */
@NullMarked
package io.sanasend.simulator.qr;

import org.jspecify.annotations.NullMarked;
