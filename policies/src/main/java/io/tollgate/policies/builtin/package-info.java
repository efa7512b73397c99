/** The catalogue and the prices that Tollgate comes with. */
@NullMarked
package io.tollgate.policies.builtin;

import org.jspecify.annotations.NullMarked;
