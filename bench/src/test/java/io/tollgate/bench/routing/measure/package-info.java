@NullMarked
package io.tollgate.bench.routing.measure;

import org.jspecify.annotations.NullMarked;
