package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Errors in OpenAI's shape: {@code {"error": {message, type, param, code}}}.
 *
 * <p>As OpenAI does, a refused key is an {@code invalid_request_error} with status 401 and code
 * {@code invalid_api_key}, and a used-up budget is {@code insufficient_quota} with status 429; the
 * SDKs choose their exception by the status.
 */
public final class ChatErrors {

  private ChatErrors() {}

  /**
   * The body of an error answer.
   *
   * @param status the HTTP status it goes with, 400 to 599
   * @param code what is wrong, in a word that programs can compare, or {@code null}
   * @param param the parameter that is wrong, or {@code null}
   * @param message what is wrong, in a sentence
   */
  public static byte[] body(
      int status, @Nullable String code, @Nullable String param, String message) {
    return utf8(error(status, code, param, message));
  }

  /**
   * The same error as an event of a stream that has begun; no {@code [DONE]} follows it.
   *
   * @param status the HTTP status it would have had
   */
  public static byte[] event(
      int status, @Nullable String code, @Nullable String param, String message) {
    return utf8("data: " + error(status, code, param, message) + "\n\n");
  }

  /** The class of an error, by its status and code. */
  public static String type(int status, @Nullable String code) {
    if (status == 429) {
      return "budget_exceeded".equals(code) || "insufficient_quota".equals(code)
          ? "insufficient_quota"
          : "rate_limit_error";
    }
    return status >= 500 ? "server_error" : "invalid_request_error";
  }

  /**
   * What a provider's error body says. It may be OpenAI's shape, that of vLLM, FastAPI, Mistral or
   * Gemini, plain text, HTML, or nothing; the status says that it is an error.
   */
  public static ProviderError parse(byte[] body, int offset, int length) {
    return ProviderErrorReader.read(body, offset, length);
  }

  /** What a provider's error body says, the body being the whole array. */
  public static ProviderError parse(byte[] body) {
    return parse(body, 0, body.length);
  }

  private static String error(
      int status, @Nullable String code, @Nullable String param, String message) {
    StringBuilder json = new StringBuilder(128 + message.length());
    json.append("{\"error\":{\"message\":");
    JsonText.appendQuoted(json, message);
    json.append(",\"type\":");
    JsonText.appendQuoted(json, type(status, code));
    json.append(",\"param\":");
    appendOrNull(json, param);
    json.append(",\"code\":");
    appendOrNull(json, code);
    return json.append("}}").toString();
  }

  private static void appendOrNull(StringBuilder json, @Nullable String text) {
    if (text == null) {
      json.append("null");
    } else {
      JsonText.appendQuoted(json, text);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
