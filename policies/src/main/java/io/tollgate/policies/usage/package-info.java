/** What a model call consumed: a disjoint partition of tokens into meters. */
@NullMarked
package io.tollgate.policies.usage;

import org.jspecify.annotations.NullMarked;
