@NullMarked
package io.tollgate.bench.routing;

import org.jspecify.annotations.NullMarked;
