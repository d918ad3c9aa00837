package io.sanasend.api.message;

/**
 * By what a replica has a lane. Whoever settles shows it: a lane with another holder or fence has been claimed again, since
 * this replica let its lease end.
 *
 * @param sessionRow names the lane
 * @param holder the replica
 * @param fence of the attempt that goes with it; higher than any before in this lane
 */
record Hold(long sessionRow, String holder, long fence) {}
