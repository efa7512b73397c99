@NullMarked
package io.tollgate.gateway.capacity;

import org.jspecify.annotations.NullMarked;
