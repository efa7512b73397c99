package io.tollgate.bench.provider;

import org.jspecify.annotations.Nullable;

/** Errors in OpenAI's shape. */
final class ErrorJson {

  private ErrorJson() {}

  static String of(String message, String type, @Nullable String param, @Nullable String code) {
    return "{\"error\":{\"message\":%s,\"type\":%s,\"param\":%s,\"code\":%s}}"
        .formatted(
            JsonText.quoted(message),
            JsonText.quoted(type),
            quotedOrNull(param),
            quotedOrNull(code));
  }

  /** The error a simulated status comes with. */
  static String of(Fault.Status fault) {
    String message = "Simulated status " + fault.status() + ".";
    if (fault.quota()) {
      return of(
          "You exceeded your current quota.", "insufficient_quota", null, "insufficient_quota");
    }
    return switch (fault.status()) {
      case 401 -> of(message, "invalid_request_error", null, "invalid_api_key");
      case 402 -> of(message, "insufficient_quota", null, "billing_hard_limit_reached");
      case 403 -> of(message, "invalid_request_error", null, "permission_denied");
      case 404 -> of(message, "invalid_request_error", "model", "model_not_found");
      case 429 -> of("Rate limit reached.", "requests", null, "rate_limit_exceeded");
      case 503, 529 -> of(message, "server_error", null, "overloaded");
      default ->
          fault.status() < 500
              ? of(message, "invalid_request_error", null, null)
              : of(message, "server_error", null, null);
    };
  }

  private static String quotedOrNull(@Nullable String text) {
    return text == null ? "null" : JsonText.quoted(text);
  }
}
