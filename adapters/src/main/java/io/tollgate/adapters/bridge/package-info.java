/** Takes a request from the dialect of its client to that of a provider, and its answer back. */
@NullMarked
package io.tollgate.adapters.bridge;

import org.jspecify.annotations.NullMarked;
