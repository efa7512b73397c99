@NullMarked
package io.tollgate.gateway.cli;

import org.jspecify.annotations.NullMarked;
