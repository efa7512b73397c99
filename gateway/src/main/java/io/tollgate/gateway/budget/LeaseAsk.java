package io.tollgate.gateway.budget;

/**
 * A node's wish for more of what may be spent in a window.
 *
 * @param window which one
 * @param limitPico what all nodes may spend in it together, in pico-dollars
 * @param spentPico what was billed to it here
 * @param exposurePico what may have been spent here once all that runs has ended
 * @param leastPico how much more the least demanding of the requests that wait needs; 0 where none
 *     waits
 * @param neededPico how much more all that wait need
 * @param growthPico what is used up until the node would like to talk again
 * @param recall the recall whose answers it waits for, or 0
 * @param impatient whether it waits for no more answers
 */
public record LeaseAsk(
    AccountWindow window,
    long limitPico,
    long spentPico,
    long exposurePico,
    long leastPico,
    long neededPico,
    long growthPico,
    long recall,
    boolean impatient) {}
