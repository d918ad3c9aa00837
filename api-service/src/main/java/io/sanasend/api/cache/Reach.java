package io.sanasend.api.cache;

/** How far a look-up goes. */
public enum Reach {
    /** What is remembered, and nothing else; never blocks. */
    MEMORY,
    /** The database for what is not remembered; blocks. */
    DATABASE
}
