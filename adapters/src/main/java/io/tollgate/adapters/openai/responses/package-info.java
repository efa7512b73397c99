/** The dialect of OpenAI's Responses API: {@code POST /v1/responses}. */
@NullMarked
package io.tollgate.adapters.openai.responses;

import org.jspecify.annotations.NullMarked;
