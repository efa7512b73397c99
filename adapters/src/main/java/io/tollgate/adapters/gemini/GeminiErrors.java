package io.tollgate.adapters.gemini;

import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Errors in Google's shape: {@code {"error": {code, message, status, details}}}.
 *
 * <p>The SDKs choose their exception by the code; our own word for what is wrong is the reason of a
 * {@code google.rpc.ErrorInfo}, and a parameter that is wrong the field of a {@code
 * google.rpc.BadRequest}. Source: google.rpc.Code and google/rpc/error_details.proto.
 */
final class GeminiErrors {

  private static final String DOMAIN = "tollgate";

  private GeminiErrors() {}

  /** The body of an error answer. */
  static byte[] body(ClientError error) {
    return json(error).getBytes(StandardCharsets.UTF_8);
  }

  /** The same error as the last event of a stream that has begun. */
  static byte[] event(ClientError error) {
    return ("data: " + json(error) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Google's word for an HTTP status. */
  static String status(int http) {
    return switch (http) {
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 402, 429 -> "RESOURCE_EXHAUSTED";
      case 408, 504 -> "DEADLINE_EXCEEDED";
      case 409 -> "ABORTED";
      case 499 -> "CANCELLED";
      case 405, 501 -> "UNIMPLEMENTED";
      case 502, 503, 529 -> "UNAVAILABLE";
      default -> http >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
    };
  }

  private static String json(ClientError error) {
    StringBuilder json = new StringBuilder(192 + error.message().length());
    json.append("{\"error\":{\"code\":").append(error.status()).append(",\"message\":");
    JsonText.appendQuoted(json, error.message());
    json.append(",\"status\":");
    JsonText.appendQuoted(json, status(error.status()));
    appendDetails(json, error);
    return json.append("}}").toString();
  }

  private static void appendDetails(StringBuilder json, ClientError error) {
    String code = error.code();
    String param = error.param();
    String providerType = error.providerType();
    if (code == null && param == null && providerType == null) {
      return;
    }
    json.append(",\"details\":[");
    if (code != null || providerType != null) {
      json.append("{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":");
      JsonText.appendQuoted(json, code == null ? "PROVIDER" : code.toUpperCase(Locale.ROOT));
      json.append(",\"domain\":\"").append(DOMAIN).append('"');
      if (providerType != null) {
        json.append(",\"metadata\":{\"providerType\":");
        JsonText.appendQuoted(json, providerType);
        json.append('}');
      }
      json.append(param == null ? "}" : "},");
    }
    if (param != null) {
      json.append("{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\"");
      json.append(",\"fieldViolations\":[{\"field\":");
      JsonText.appendQuoted(json, param);
      json.append(",\"description\":");
      JsonText.appendQuoted(json, error.message());
      json.append("}]}");
    }
    json.append(']');
  }
}
