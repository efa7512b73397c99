@NullMarked
package io.tollgate.bench.routing.replay;

import org.jspecify.annotations.NullMarked;
