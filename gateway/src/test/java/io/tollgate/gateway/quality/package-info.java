@NullMarked
package io.tollgate.gateway.quality;

import org.jspecify.annotations.NullMarked;
