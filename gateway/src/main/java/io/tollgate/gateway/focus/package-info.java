/**
 * The ledger as FOCUS data sets: rows of cost and usage that finance tools read, in CSV and
 * Parquet, with totals that are the ledger's to the last digit.
 *
 * <p>The columns are those of the FinOps Open Cost and Usage Specification, versions 1.2 and 1.4;
 * docs/focus.md says how each is filled.
 */
@NullMarked
package io.tollgate.gateway.focus;

import org.jspecify.annotations.NullMarked;
