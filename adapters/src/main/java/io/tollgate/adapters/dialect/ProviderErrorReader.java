package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.json.JsonCursor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * Reads a provider's error, whatever its shape.
 *
 * <p>Known shapes: {@code {"error": {...}}} (OpenAI and most), the same in an array and with a list
 * of typed details (Gemini), {@code {"error": "text"}} (Ollama), {@code {"object": "error",
 * "message": ...}} with an integer code (vLLM, Mistral), {@code {"detail": ...}} (FastAPI), {@code
 * {"__type": ..., "Message": ...}} (AWS). A nested object overrides what stands around it.
 */
public final class ProviderErrorReader {

  private static final int MAX_CHARS = 1_000;
  private static final int MAX_NAME_CHARS = 128;
  private static final int MAX_DURATION_CHARS = 32;

  /** Text beyond this is not looked at: an error page may be large, its beginning says enough. */
  private static final int MAX_TEXT_BYTES = 4 * MAX_CHARS;

  private @Nullable String message;
  private @Nullable String type;
  private @Nullable String code;
  private @Nullable String param;
  private @Nullable String reason;
  private long retryAfterMs = -1;

  private ProviderErrorReader() {}

  /** What the body says; never an exception. */
  public static ProviderError read(byte[] body, int offset, int length) {
    ProviderErrorReader reader = new ProviderErrorReader();
    boolean isJson = false;
    JsonCursor json = JsonCursor.lenient(body, offset, length);
    try {
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
    String code = reader.reason == null ? reader.code : reader.reason;
    return new ProviderError(said, reader.type, code, reader.param, reader.retryAfterMs);
  }

  private void readObject(JsonCursor json, int depth) {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      JsonToken value = json.next();
      boolean within = depth == 0 ? isEnvelope(name) : depth == 1 && name.equals("details");
      if (value == JsonToken.START_OBJECT && within) {
        readObject(json, depth + 1);
      } else if (value == JsonToken.START_ARRAY && depth == 1 && name.equals("details")) {
        readDetails(json);
      } else if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
        readScalar(name, json.text());
      } else {
        json.skip();
      }
    }
  }

  /** Google's list of typed details: a finer reason, and when to come back. */
  private void readDetails(JsonCursor json) {
    while (json.next() != JsonToken.END_ARRAY) {
      if (!json.at(JsonToken.START_OBJECT)) {
        json.skip();
        continue;
      }
      while (json.next() == JsonToken.PROPERTY_NAME) {
        String name = json.name();
        boolean text = json.next() == JsonToken.VALUE_STRING;
        if (text && name.equals("retryDelay")) {
          retryAfterMs = milliseconds(json.text());
        } else if (text && name.equals("reason")) {
          reason = clean(json.text(), MAX_NAME_CHARS);
        } else {
          json.skip();
        }
      }
    }
  }

  /** A duration as protocol buffers write it, e.g. {@code 34.5s}, rounded up; -1 for any other. */
  private static long milliseconds(String duration) {
    if (!duration.endsWith("s") || duration.length() > MAX_DURATION_CHARS) {
      return -1;
    }
    try {
      BigDecimal seconds = new BigDecimal(duration.substring(0, duration.length() - 1));
      // A large exponent, of either sign, must not be written out.
      int scale = seconds.scale();
      if (seconds.signum() < 0 || scale > 12 || seconds.precision() - (long) scale > 9) {
        return -1;
      }
      return seconds.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return -1;
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
