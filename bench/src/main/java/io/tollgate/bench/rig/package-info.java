/** A gateway in front of simulated providers: its files, and the process itself. */
@NullMarked
package io.tollgate.bench.rig;

import org.jspecify.annotations.NullMarked;
