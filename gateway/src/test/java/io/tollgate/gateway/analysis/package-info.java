@NullMarked
package io.tollgate.gateway.analysis;

import org.jspecify.annotations.NullMarked;
