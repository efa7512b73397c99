/** Server-sent events, split incrementally: the same events whatever the chunking. */
@NullMarked
package io.tollgate.adapters.sse;

import org.jspecify.annotations.NullMarked;
