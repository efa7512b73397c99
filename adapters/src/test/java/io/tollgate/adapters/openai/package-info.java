/** What the dialects of OpenAI share. */
@NullMarked
package io.tollgate.adapters.openai;

import org.jspecify.annotations.NullMarked;
