/**
 * The dialect of Anthropic's Messages, which Claude Code and several other vendors' second
 * addresses speak: {@code POST /v1/messages}.
 */
@NullMarked
package io.tollgate.adapters.anthropic;

import org.jspecify.annotations.NullMarked;
