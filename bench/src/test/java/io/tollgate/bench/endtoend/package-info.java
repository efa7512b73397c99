/** The whole gateway between real clients and simulated providers, over real sockets. */
@NullMarked
package io.tollgate.bench.endtoend;

import org.jspecify.annotations.NullMarked;
