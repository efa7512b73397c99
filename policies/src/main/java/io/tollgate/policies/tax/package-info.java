/** The compute tax: where each billed pico-dollar went, as a partition of the bill. */
@NullMarked
package io.tollgate.policies.tax;

import org.jspecify.annotations.NullMarked;
