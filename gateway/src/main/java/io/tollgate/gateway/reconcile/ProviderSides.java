package io.tollgate.gateway.reconcile;

import java.util.List;

/**
 * Both sides of one provider, before they are laid into cells.
 *
 * @param metered the ledger's lines of the period
 * @param edges the ledger's edges of the period and the days around it
 * @param stated the invoice's lines that bill usage or state quantities
 */
record ProviderSides(
    List<MeteredLine> metered, List<EdgeLine> edges, List<InvoiceLine> stated, Decimals decimals) {}
