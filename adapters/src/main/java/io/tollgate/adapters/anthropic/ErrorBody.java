package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.json.JsonText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Errors in Anthropic's shape: {@code {"type": "error", "error": {type, message, details},
 * "request_id"}}.
 *
 * <p>Anthropic's SDKs choose their exception by the status, and a finer one by the {@code
 * error_code} in the details.
 */
final class ErrorBody {

  private static final Set<String> TYPES =
      Set.of(
          "invalid_request_error",
          "authentication_error",
          "billing_error",
          "permission_error",
          "not_found_error",
          "request_too_large",
          "rate_limit_error",
          "timeout_error",
          "api_error",
          "overloaded_error",
          "conflict_error");

  private ErrorBody() {}

  /** The JSON of an error. The request's id is in its header, where the SDKs read it. */
  static String of(ClientError error) {
    StringBuilder json = new StringBuilder(160 + error.message().length());
    json.append("{\"type\":\"error\",\"error\":{\"type\":\"")
        .append(type(error))
        .append("\",\"message\":");
    JsonText.appendQuoted(json, error.message());
    if (error.code() != null) {
      json.append(",\"details\":{\"error_code\":");
      JsonText.appendQuoted(json, error.code());
      json.append('}');
    }
    return json.append("},\"request_id\":null}").toString();
  }

  /** The class of an error: the provider's own where it is one of this dialect. */
  private static String type(ClientError error) {
    String said = error.providerType();
    if (said != null && TYPES.contains(said)) {
      return said;
    }
    return isOutOfMoney(error.code()) ? "billing_error" : type(error.status());
  }

  private static boolean isOutOfMoney(@Nullable String code) {
    return "budget_exceeded".equals(code) || "insufficient_quota".equals(code);
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 408, 504 -> "timeout_error";
      case 409 -> "conflict_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      default -> status >= 500 ? "api_error" : "invalid_request_error";
    };
  }
}
