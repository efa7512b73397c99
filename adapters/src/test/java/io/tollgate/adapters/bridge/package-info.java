/** What crosses from the dialects of clients into those of providers, and back. */
@NullMarked
package io.tollgate.adapters.bridge;

import org.jspecify.annotations.NullMarked;
