/**
 * Compares what the ledger booked with what a provider bills, and names every difference.
 *
 * <p>{@link io.tollgate.gateway.reconcile.InvoiceFormat} reads invoices, {@link
 * io.tollgate.gateway.reconcile.Reconciler} compares, {@link
 * io.tollgate.gateway.reconcile.Reconciliation} is the result. Nothing here reads the ledger's
 * store or writes to it: {@link io.tollgate.gateway.reconcile.MeteredLines} and {@link
 * io.tollgate.gateway.reconcile.VariancePosting} are the ways in and out.
 */
@NullMarked
package io.tollgate.gateway.reconcile;

import org.jspecify.annotations.NullMarked;
