@NullMarked
package io.tollgate.gateway.csv;

import org.jspecify.annotations.NullMarked;
