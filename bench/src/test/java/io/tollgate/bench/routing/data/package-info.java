@NullMarked
package io.tollgate.bench.routing.data;

import org.jspecify.annotations.NullMarked;
