@NullMarked
package io.tollgate.bench.attack;

import org.jspecify.annotations.NullMarked;
