/** The bitemporal price book, and rating: usage in, exact lines out. */
@NullMarked
package io.tollgate.policies.price;

import org.jspecify.annotations.NullMarked;
