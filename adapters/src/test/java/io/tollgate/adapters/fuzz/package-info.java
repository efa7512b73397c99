/**
 * Inputs of any bytes for everything that reads what others send. The corpora under the test
 * resources are replayed with the other tests; {@code JAZZER_FUZZ=1} looks for more.
 */
@NullMarked
package io.tollgate.adapters.fuzz;

import org.jspecify.annotations.NullMarked;
