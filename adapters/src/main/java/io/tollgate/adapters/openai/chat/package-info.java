/**
 * The dialect of OpenAI's chat completions, which most providers and engines speak: {@code POST
 * /v1/chat/completions}.
 */
@NullMarked
package io.tollgate.adapters.openai.chat;

import org.jspecify.annotations.NullMarked;
