package io.tollgate.adapters.dialect;

import java.util.Locale;

/**
 * A way in which a provider differs from the dialect it speaks. A request that meets one does not
 * pass through, but is written anew.
 */
public enum Quirk {
  /** {@code stream_options} is refused or unknown; usage comes without being asked for. */
  NO_STREAM_OPTIONS,
  /** {@code max_completion_tokens} is unknown; {@code max_tokens} is meant. */
  MAX_TOKENS,
  /** The role {@code developer} is refused; {@code system} is meant. */
  NO_DEVELOPER_ROLE,
  /** {@code response_format: json_schema} is refused; {@code json_object} is the best there is. */
  NO_JSON_SCHEMA,
  /** An assistant turn that calls tools must carry its {@code reasoning_content}. */
  REASONING_CONTENT,
  /** {@code parallel_tool_calls} is refused. */
  NO_PARALLEL_TOOL_CALLS,
  /** {@code n} other than 1 is refused. */
  ONE_CHOICE,
  /** Only {@code tool_choice} {@code auto} and {@code none} are known. */
  NO_FORCED_TOOL,
  /** {@code temperature}, {@code top_p} and {@code top_k} are refused by newer API versions. */
  NO_SAMPLING,
  /** {@code store}, {@code metadata} and {@code prompt_cache_key} are refused. */
  NO_SERVING_HINTS,
  /** Ids of tool calls are nine letters and digits, and no others are taken (Mistral). */
  NINE_CHAR_CALL_IDS,
  /** The model and the version stand in the body and the path as Vertex AI wants them. */
  VERTEX;

  /** The name in files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
