/**
 * Providers as they are known to everybody: where they are, what they speak, how they ask who
 * calls.
 */
@NullMarked
package io.tollgate.adapters.provider;

import org.jspecify.annotations.NullMarked;
