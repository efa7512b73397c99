/** The dialect of Cohere's second API, which only providers speak: {@code POST /v2/chat}. */
@NullMarked
package io.tollgate.adapters.cohere;

import org.jspecify.annotations.NullMarked;
