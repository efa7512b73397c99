package io.tollgate.bench.provider;

import org.jspecify.annotations.Nullable;

/** Errors in OpenAI's shape. */
final class OpenAiErrors {

  private OpenAiErrors() {}

  static String of(String message, String type, @Nullable String param, @Nullable String code) {
    return "{\"error\":{\"message\":%s,\"type\":%s,\"param\":%s,\"code\":%s}}"
        .formatted(
            JsonText.quoted(message),
            JsonText.quoted(type),
            quotedOrNull(param),
            quotedOrNull(code));
  }

  /**
   * Lets in who shows the key as a bearer token.
   *
   * @throws Refusal if it is another one or none
   */
  static void authorize(Call call, String key) {
    if (!call.bears(key)) {
      throw Refusal.of(401, "Incorrect API key provided.", null, "invalid_api_key");
    }
  }

  /** A refusal in OpenAI's shape, or in the one its reason has. */
  static String of(Refusal refusal) {
    return switch (refusal.reason) {
      case USUAL -> usual(refusal);
      case RATE -> of("Rate limit reached.", "requests", null, "rate_limit_exceeded");
      case SLOW_DOWN -> of("Slow down.", "requests", null, "slow_down");
      case QUOTA -> spent("insufficient_quota");
      case CREDIT_BALANCE_EXHAUSTED -> spent("credit_balance_exhausted");
      case ORGANIZATION_SPEND_LIMIT_EXCEEDED -> spent("organization_spend_limit_exceeded");
      case PROJECT_SPEND_LIMIT_EXCEEDED -> spent("project_spend_limit_exceeded");
      case ORGANIZATION_USAGE_LIMIT_EXCEEDED -> spent("organization_usage_limit_exceeded");
      case CONTEXT ->
          of(
              "This model's maximum context length is 8192 tokens. Please reduce the length of the"
                  + " messages.",
              "invalid_request_error",
              "messages",
              "context_length_exceeded");
      case ENFORCED_SPEND_LIMIT_REACHED,
          RATE_LIMIT_ERROR,
          BILLING_ERROR,
          USAGE_LIMITS,
          THREAD_UNSUPPORTED_REQUEST ->
          AnthropicErrors.of(refusal);
    };
  }

  private static String usual(Refusal refusal) {
    int status = refusal.status;
    if (refusal.code == null && refusal.param == null) {
      switch (status) {
        case 402 -> {
          return of(refusal.message(), "insufficient_quota", null, "billing_hard_limit_reached");
        }
        case 429 -> {
          return of("Rate limit reached.", "requests", null, "rate_limit_exceeded");
        }
        default -> {}
      }
    }
    String type = status < 500 ? "invalid_request_error" : "server_error";
    @Nullable String param = status == 404 ? "model" : refusal.param;
    return of(refusal.message(), type, param, refusal.code == null ? code(status) : refusal.code);
  }

  private static @Nullable String code(int status) {
    return switch (status) {
      case 401 -> "invalid_api_key";
      case 403 -> "permission_denied";
      case 404 -> "model_not_found";
      case 503, 529 -> "overloaded";
      default -> null;
    };
  }

  private static String spent(String code) {
    return of("You exceeded your current quota.", "insufficient_quota", null, code);
  }

  private static String quotedOrNull(@Nullable String text) {
    return text == null ? "null" : JsonText.quoted(text);
  }
}
