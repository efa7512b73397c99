package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Errors of the Responses API, written and read.
 *
 * <p>A stream that fails ends with two events, as OpenAI's own does. {@code error} has its members
 * flat, as the official description wants them, and once more in a member {@code error}, which is
 * what openai-java and the openai package for npm raise an exception on. {@code response.failed} is
 * what Codex and the AI SDK read: without it Codex takes the stream for cut off and repeats it,
 * also where the error says that this is no use.
 */
final class ResponsesErrors {

  /** Later than every event there was, whose number is not known here. */
  private static final int LAST_NUMBER = Integer.MAX_VALUE;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ResponsesErrors() {}

  /** The body of an answer that is an error: {@code {"error": {message, type, param, code}}}. */
  static byte[] body(ClientError error) {
    ObjectNode body = JSON.objectNode();
    body.set("error", nested(error));
    return JsonDocument.write(body);
  }

  /** The same as the last events of a stream. */
  static byte[] event(ClientError error) {
    String code = error.code() == null ? type(error.status(), null) : error.code();
    ObjectNode event = JSON.objectNode();
    event.put("type", "error");
    event.put("sequence_number", LAST_NUMBER - 1);
    event.put("code", code);
    event.put("message", error.message());
    event.put("param", error.param());
    ObjectNode nested = nested(error);
    nested.put("code", code);
    event.set("error", nested);

    ObjectNode failure = JSON.objectNode();
    failure.put("code", code);
    failure.put("message", error.message());
    ObjectNode failed = JSON.objectNode();
    failed.put("type", "response.failed");
    failed.put("sequence_number", LAST_NUMBER);
    failed.set("response", ResponseShell.failed(failure));
    return (ResponsesEvents.text(event) + ResponsesEvents.text(failed))
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The class of an error, by its status and code; the SDKs choose their exception by the status.
   */
  static String type(int status, @Nullable String code) {
    if (status == 429) {
      return "budget_exceeded".equals(code) || "insufficient_quota".equals(code)
          ? "insufficient_quota"
          : "rate_limit_error";
    }
    return status >= 500 ? "server_error" : "invalid_request_error";
  }

  private static ObjectNode nested(ClientError error) {
    ObjectNode nested = JSON.objectNode();
    nested.put("message", error.message());
    nested.put("type", type(error.status(), error.code()));
    nested.put("param", error.param());
    nested.put("code", error.code());
    return nested;
  }

  /**
   * What a provider's {@code error} or {@code response.failed} event says, or a response whose
   * status is {@code failed}.
   */
  static ProviderError read(byte[] document, int offset, int length) {
    try {
      return read(JsonDocument.read(document, offset, length));
    } catch (JacksonException e) {
      return ProviderErrorReader.read(document, offset, length);
    }
  }

  /** The same of a tree. */
  static ProviderError read(JsonNode document) {
    JsonNode response = Nodes.object(document, "response");
    JsonNode holder = response == null ? document : response;
    JsonNode nested = Nodes.object(holder, "error");
    byte[] said = JsonDocument.write(nested == null ? holder : nested);
    ProviderError error = ProviderErrorReader.read(said, 0, said.length);
    // The type of an event is not the class of an error.
    return "error".equals(error.type())
        ? new ProviderError(error.message(), null, error.code(), error.param())
        : error;
  }
}
