@NullMarked
package io.tollgate.bench.chaos;

import org.jspecify.annotations.NullMarked;
