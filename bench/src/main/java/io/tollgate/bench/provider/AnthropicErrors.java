package io.tollgate.bench.provider;

import tools.jackson.databind.node.ObjectNode;

/** Errors in Anthropic's shape. */
final class AnthropicErrors {

  private AnthropicErrors() {}

  static String of(Refusal refusal) {
    ObjectNode root = Trees.object().put("type", "error");
    ObjectNode error = root.putObject("error");
    switch (refusal.reason) {
      case ENFORCED_SPEND_LIMIT_REACHED -> {
        error
            .put("type", "rate_limit_error")
            .put("message", "Your organization has reached its spend limit.");
        error.putObject("details").put("error_code", "enforced_spend_limit_reached");
      }
      case THREAD_UNSUPPORTED_REQUEST -> {
        error
            .put("type", "invalid_request_error")
            .put("message", "This request cannot be combined with a thread.");
        error.putObject("details").put("error_code", "thread_unsupported_request");
      }
      case RATE_LIMIT_ERROR ->
          error.put("type", "rate_limit_error").put("message", "Too many requests.");
      case BILLING_ERROR ->
          error.put("type", "billing_error").put("message", "Please check how you pay.");
      case USAGE_LIMITS ->
          error
              .put("type", "invalid_request_error")
              .put("message", "You have reached your specified API usage limits.");
      case CONTEXT ->
          error
              .put("type", "invalid_request_error")
              .put("message", "prompt is too long: 210000 tokens > 200000 maximum");
      case USUAL,
          RATE,
          SLOW_DOWN,
          QUOTA,
          CREDIT_BALANCE_EXHAUSTED,
          ORGANIZATION_SPEND_LIMIT_EXCEEDED,
          PROJECT_SPEND_LIMIT_EXCEEDED,
          ORGANIZATION_USAGE_LIMIT_EXCEEDED ->
          error.put("type", type(refusal.status)).put("message", refusal.message());
    }
    return root.put("request_id", "req_1").toString();
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 529 -> "overloaded_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }
}
