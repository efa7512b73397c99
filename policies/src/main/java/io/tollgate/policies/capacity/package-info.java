/**
 * What owned and leased machines cost by the hour, what a token costs on them at a utilisation,
 * when owning pays, and what energy a token takes: pure arithmetic on exact numbers.
 */
@NullMarked
package io.tollgate.policies.capacity;

import org.jspecify.annotations.NullMarked;
