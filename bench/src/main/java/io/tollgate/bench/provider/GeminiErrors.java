package io.tollgate.bench.provider;

import java.time.Duration;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Errors in the shape of Google's APIs. */
final class GeminiErrors {

  private static final String TYPES = "type.googleapis.com/google.rpc.";

  private GeminiErrors() {}

  static ObjectNode of(Refusal refusal) {
    ObjectNode root = Trees.object();
    ObjectNode error =
        root.putObject("error")
            .put("code", refusal.status)
            .put("message", message(refusal))
            .put("status", status(refusal.status));
    ArrayNode details = Trees.array();
    if (refusal.code != null) {
      details
          .addObject()
          .put("@type", TYPES + "ErrorInfo")
          .put("reason", refusal.code)
          .put("domain", "googleapis.com");
    }
    if (refusal.status == 429) {
      details
          .addObject()
          .put("@type", TYPES + "QuotaFailure")
          .putArray("violations")
          .addObject()
          .put("quotaMetric", "generativelanguage.googleapis.com/generate_content_requests")
          .put("quotaId", "GenerateRequestsPerMinutePerProjectPerModel");
    }
    refusal.waits.forEach(wait ->
        details
            .addObject()
            .put("@type", TYPES + "RetryInfo")
            .put("retryDelay", seconds(wait.length())));
    if (!details.isEmpty()) {
      error.set("details", details);
    }
    return root;
  }

  private static String seconds(Duration length) {
    return length.toMillis() % 1000 == 0
        ? length.toSeconds() + "s"
        : "%d.%03ds".formatted(length.toSeconds(), length.toMillis() % 1000);
  }

  private static String message(Refusal refusal) {
    return switch (refusal.reason) {
      case CONTEXT ->
          "The input token count (2000000) exceeds the maximum number of tokens allowed"
              + " (1048576).";
      case QUOTA,
          CREDIT_BALANCE_EXHAUSTED,
          ORGANIZATION_SPEND_LIMIT_EXCEEDED,
          PROJECT_SPEND_LIMIT_EXCEEDED,
          ORGANIZATION_USAGE_LIMIT_EXCEEDED,
          ENFORCED_SPEND_LIMIT_REACHED,
          BILLING_ERROR,
          USAGE_LIMITS ->
          "You exceeded your current quota, please check your plan and billing details.";
      case USUAL, RATE, SLOW_DOWN, RATE_LIMIT_ERROR, THREAD_UNSUPPORTED_REQUEST ->
          refusal.message();
    };
  }

  private static String status(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 499 -> "CANCELLED";
      case 501 -> "UNIMPLEMENTED";
      case 503, 529 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
    };
  }
}
