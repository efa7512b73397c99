/**
 * What every dialect offers, as clients speak it and as providers do, and what crosses from one to
 * the other.
 */
@NullMarked
package io.tollgate.adapters.dialect;

import org.jspecify.annotations.NullMarked;
