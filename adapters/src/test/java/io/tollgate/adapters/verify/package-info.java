@NullMarked
package io.tollgate.adapters.verify;

import org.jspecify.annotations.NullMarked;
