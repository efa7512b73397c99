/** How recorded prompts are split into what is learnt from and what is tested on. */
@NullMarked
package io.tollgate.bench.routing.data;

import org.jspecify.annotations.NullMarked;
