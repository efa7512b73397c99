/**
 * Looks at whole answers without asking anybody: whether one is an answer at all, and whether two
 * say the same.
 */
@NullMarked
package io.tollgate.adapters.verify;

import org.jspecify.annotations.NullMarked;
