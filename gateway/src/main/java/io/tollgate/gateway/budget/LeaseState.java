package io.tollgate.gateway.budget;

/**
 * What the store says of a node's lease.
 *
 * @param leasePico how far the node's exposure may ever go, in pico-dollars: nobody else spends
 *     that
 * @param announcedPico how far it may go before the node says so again, at most the lease: what
 *     would be in doubt if the node were gone
 * @param othersSpentPico what was billed to the window on all other nodes
 * @param othersHeldPico what is held for requests that run there
 * @param recall the recall whose answers there are to be waited for, or 0
 * @param exhausted whether nothing more is to be had: all others have given back what they do not
 *     need
 */
public record LeaseState(
    long leasePico,
    long announcedPico,
    long othersSpentPico,
    long othersHeldPico,
    long recall,
    boolean exhausted) {}
