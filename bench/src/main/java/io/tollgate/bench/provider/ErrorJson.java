package io.tollgate.bench.provider;

import org.jspecify.annotations.Nullable;

/** Errors in OpenAI's shape, and a few in Anthropic's. */
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
    return switch (fault.reason()) {
      case USUAL -> usual(fault.status());
      case RATE -> usual(429);
      case SLOW_DOWN -> of("Slow down.", "requests", null, "slow_down");
      case QUOTA -> spent("insufficient_quota");
      case CREDIT_BALANCE_EXHAUSTED -> spent("credit_balance_exhausted");
      case ORGANIZATION_SPEND_LIMIT_EXCEEDED -> spent("organization_spend_limit_exceeded");
      case PROJECT_SPEND_LIMIT_EXCEEDED -> spent("project_spend_limit_exceeded");
      case ORGANIZATION_USAGE_LIMIT_EXCEEDED -> spent("organization_usage_limit_exceeded");
      case ENFORCED_SPEND_LIMIT_REACHED ->
          anthropic(
              "rate_limit_error",
              "Your organization has reached its spend limit.",
              ",\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}");
      case RATE_LIMIT_ERROR -> anthropic("rate_limit_error", "Too many requests.", "");
      case BILLING_ERROR -> anthropic("billing_error", "Please check how you pay.", "");
      case USAGE_LIMITS ->
          anthropic(
              "invalid_request_error", "You have reached your specified API usage limits.", "");
    };
  }

  private static String usual(int status) {
    String message = "Simulated status " + status + ".";
    return switch (status) {
      case 401 -> of(message, "invalid_request_error", null, "invalid_api_key");
      case 402 -> of(message, "insufficient_quota", null, "billing_hard_limit_reached");
      case 403 -> of(message, "invalid_request_error", null, "permission_denied");
      case 404 -> of(message, "invalid_request_error", "model", "model_not_found");
      case 429 -> of("Rate limit reached.", "requests", null, "rate_limit_exceeded");
      case 503, 529 -> of(message, "server_error", null, "overloaded");
      default ->
          status < 500
              ? of(message, "invalid_request_error", null, null)
              : of(message, "server_error", null, null);
    };
  }

  private static String spent(String code) {
    return of("You exceeded your current quota.", "insufficient_quota", null, code);
  }

  private static String anthropic(String type, String message, String more) {
    return "{\"type\":\"error\",\"error\":{\"type\":%s,\"message\":%s%s},\"request_id\":\"req_1\"}"
        .formatted(JsonText.quoted(type), JsonText.quoted(message), more);
  }

  private static String quotedOrNull(@Nullable String text) {
    return text == null ? "null" : JsonText.quoted(text);
  }
}
