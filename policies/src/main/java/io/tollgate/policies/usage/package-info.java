/**
 * What a model call consumed: a disjoint partition of tokens into meters, and what else is billed.
 */
@NullMarked
package io.tollgate.policies.usage;

import org.jspecify.annotations.NullMarked;
