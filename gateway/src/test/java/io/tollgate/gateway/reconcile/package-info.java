@NullMarked
package io.tollgate.gateway.reconcile;

import org.jspecify.annotations.NullMarked;
