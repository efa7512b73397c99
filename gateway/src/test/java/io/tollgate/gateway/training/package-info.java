@NullMarked
package io.tollgate.gateway.training;

import org.jspecify.annotations.NullMarked;
