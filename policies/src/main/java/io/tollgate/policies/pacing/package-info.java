/**
 * Budgets that are spent evenly: of quality lost against a reference model, and of money. Pacers,
 * burn rates and the watch over models that get worse; time and randomness are handed in.
 */
@NullMarked
package io.tollgate.policies.pacing;

import org.jspecify.annotations.NullMarked;
