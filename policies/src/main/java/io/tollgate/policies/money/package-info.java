/** Money as exact integers: pico-dollars, ratios and wide sums. */
@NullMarked
package io.tollgate.policies.money;

import org.jspecify.annotations.NullMarked;
