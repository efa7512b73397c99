/** Wire dialects: bytes in, bytes out, no sockets. */
@NullMarked
package io.tollgate.adapters;

import org.jspecify.annotations.NullMarked;
