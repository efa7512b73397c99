/** The tollgate command line. */
@NullMarked
package io.tollgate.gateway.cli;

import org.jspecify.annotations.NullMarked;
