package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.json.JsonCursor;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * Reads a provider's error, whatever its shape.
 *
 * <p>Known shapes: {@code {"error": {...}}} (OpenAI and most), the same in an array (Gemini),
 * {@code {"error": "text"}} (Ollama), {@code {"object": "error", "message": ...}} with an integer
 * code (vLLM, Mistral), {@code {"detail": ...}} (FastAPI), {@code {"__type": ..., "Message": ...}}
 * (AWS). A nested object overrides what stands around it.
 */
public final class ProviderErrorReader {

  private static final int MAX_CHARS = 1_000;
  private static final int MAX_NAME_CHARS = 128;

  /** Text beyond this is not looked at: an error page may be large, its beginning says enough. */
  private static final int MAX_TEXT_BYTES = 4 * MAX_CHARS;

  private @Nullable String message;
  private @Nullable String type;
  private @Nullable String code;
  private @Nullable String param;

  private ProviderErrorReader() {}

  /** What the body says; never an exception. */
  public static ProviderError read(byte[] body, int offset, int length) {
    ProviderErrorReader reader = new ProviderErrorReader();
    boolean isJson = false;
    try (JsonCursor json = JsonCursor.lenient(body, offset, length)) {
      JsonToken first = json.next();
      if (first == JsonToken.START_ARRAY) {
        first = json.next();
      }
      if (first == JsonToken.START_OBJECT) {
        isJson = true;
        reader.readObject(json, 0);
      }
    } catch (JacksonException e) {
      // What was read before the fault is kept: a truncated error is still an error.
    }
    if (reader.message == null && !isJson) {
      reader.message = text(body, offset, length);
    }
    String said = reader.message == null ? "" : reader.message;
    return new ProviderError(said, reader.type, reader.code, reader.param);
  }

  private void readObject(JsonCursor json, int depth) {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      JsonToken value = json.next();
      boolean within = depth == 0 ? isEnvelope(name) : depth == 1 && name.equals("details");
      if (value == JsonToken.START_OBJECT && within) {
        readObject(json, depth + 1);
      } else if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
        readScalar(name, json.text());
      } else {
        json.skip();
      }
    }
  }

  private static boolean isEnvelope(String name) {
    return name.equals("error") || name.equals("detail") || name.equals("message");
  }

  private void readScalar(String name, String value) {
    switch (name) {
      case "message", "Message" -> message = clean(value, MAX_CHARS);
      case "error", "detail" -> {
        if (message == null) {
          message = clean(value, MAX_CHARS);
        }
      }
      case "type" -> type = clean(value, MAX_NAME_CHARS);
      // AWS puts a namespace before the name of its error.
      case "__type" -> type = clean(value.substring(value.indexOf('#') + 1), MAX_NAME_CHARS);
      case "status" -> {
        // Gemini's class of error; elsewhere the HTTP status in digits, which is known already.
        if (type == null && !value.isEmpty() && !Character.isDigit(value.charAt(0))) {
          type = clean(value, MAX_NAME_CHARS);
        }
      }
      // Anthropic's finer code lies in the details of an error.
      case "code", "error_code" -> code = clean(value, MAX_NAME_CHARS);
      case "param" -> param = clean(value, MAX_NAME_CHARS);
      default -> {}
    }
  }

  private static String text(byte[] body, int offset, int length) {
    String text =
        new String(body, offset, Math.min(length, MAX_TEXT_BYTES), StandardCharsets.UTF_8).strip();
    String start = text.substring(0, Math.min(16, text.length())).toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype") || start.startsWith("<html")
        ? "an HTML page instead of an error of the API"
        : clean(text, MAX_CHARS);
  }

  /** Control characters would break lines in logs and headers. */
  private static String clean(String text, int maxChars) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), maxChars));
    for (int i = 0; i < text.length() && clean.length() < maxChars; i++) {
      char c = text.charAt(i);
      clean.append(Character.isISOControl(c) ? ' ' : c);
    }
    return clean.toString().strip();
  }
}
