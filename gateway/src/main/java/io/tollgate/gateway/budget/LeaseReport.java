package io.tollgate.gateway.budget;

/**
 * What a node says of a window while its lease stays as it is, or shrinks.
 *
 * @param window which one
 * @param spentPico what was billed to it here, in pico-dollars: all of it, not what is new, so that
 *     it can be said twice
 * @param exposurePico what may have been spent here once all that runs has ended, at least as much
 * @param announcedPico how far exposure may rise before the node says so again
 * @param surrenders whether all that is leased beyond the exposure is given back
 * @param answers the latest recall that this is an answer to, or 0
 */
public record LeaseReport(
    AccountWindow window,
    long spentPico,
    long exposurePico,
    long announcedPico,
    boolean surrenders,
    long answers) {}
