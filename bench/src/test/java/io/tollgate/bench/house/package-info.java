/** Rules of the house that the whole code base keeps. */
@NullMarked
package io.tollgate.bench.house;

import org.jspecify.annotations.NullMarked;
