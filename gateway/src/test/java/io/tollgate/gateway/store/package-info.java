@NullMarked
package io.tollgate.gateway.store;

import org.jspecify.annotations.NullMarked;
