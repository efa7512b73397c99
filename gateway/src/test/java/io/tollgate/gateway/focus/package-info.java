@NullMarked
package io.tollgate.gateway.focus;

import org.jspecify.annotations.NullMarked;
