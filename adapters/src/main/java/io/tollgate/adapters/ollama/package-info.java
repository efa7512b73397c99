/** The dialect of Ollama's own API, which only providers speak: {@code POST /api/chat}. */
@NullMarked
package io.tollgate.adapters.ollama;

import org.jspecify.annotations.NullMarked;
