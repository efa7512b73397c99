/**
 * OpenAI's embeddings, {@code POST /v1/embeddings}: passed through to the many that offer the same,
 * and translated for those that have words of their own.
 */
@NullMarked
package io.tollgate.adapters.openai.embeddings;

import org.jspecify.annotations.NullMarked;
