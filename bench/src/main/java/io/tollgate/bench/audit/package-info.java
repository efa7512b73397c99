/** Load that fails in every way, and the books held against what clients saw and providers bill. */
@NullMarked
package io.tollgate.bench.audit;

import org.jspecify.annotations.NullMarked;
