package io.tollgate.gateway.quality;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.ParameterReader;
import io.tollgate.adapters.profile.RequestText;
import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * What a caller says became of an answer: whether the task was done, and what that is worth to it.
 *
 * @param request the request that was answered
 * @param success whether the task was done
 * @param value dollars, exact; may be negative; {@code null} where it does not say
 */
public record Outcome(String request, boolean success, @Nullable Picodollars value) {

  /** The largest body that is read: it has an id, a word and an amount. */
  public static final int BYTES_MAX = 4 << 10;

  private static final int ID_CHARS_MAX = 128;

  /** Longer ones, and larger exponents, are no amounts but attempts on our memory. */
  private static final Pattern AMOUNT =
      Pattern.compile("-?\\d{1,20}(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?");

  /**
   * Reads the body of {@code POST /v1/outcomes}.
   *
   * @throws MalformedRequest where it is none, with status 400, naming the field
   */
  public static Outcome read(byte[] body, int offset, int length) throws MalformedRequest {
    RequestText.check(body, offset, length);
    JsonCursor json = JsonCursor.strict(body, offset, length);
    try {
      return new Reader(json).read();
    } catch (JacksonException e) {
      throw RequestText.notJson(e);
    }
  }

  /** One pass over one body. */
  private static final class Reader {

    private final JsonCursor json;
    private @Nullable String request;
    private @Nullable Boolean success;
    private @Nullable Picodollars value;

    Reader(JsonCursor json) {
      this.json = json;
    }

    Outcome read() throws MalformedRequest {
      if (json.next() != JsonToken.START_OBJECT) {
        throw ParameterReader.refuse(
            "invalid_type", null, "The request body must be a JSON object.");
      }
      while (json.next() == JsonToken.PROPERTY_NAME) {
        String name = json.name();
        json.next();
        readMember(name);
      }
      if (json.next() != null) {
        throw ParameterReader.refuse(
            "invalid_json", null, "The request body goes on after its JSON object.");
      }
      return finish();
    }

    private void readMember(String name) throws MalformedRequest {
      switch (name) {
        case "request" -> request = request();
        case "success" -> success = success();
        case "value" -> value = value();
        default ->
            throw ParameterReader.refuse(
                "unknown_parameter",
                null,
                "The body has a parameter that is not known; request, success and value are.");
      }
    }

    private String request() throws MalformedRequest {
      if (!json.at(JsonToken.VALUE_STRING)) {
        throw wrongType("request", "a string");
      }
      String text = json.text();
      if (text.isEmpty() || text.length() > ID_CHARS_MAX) {
        throw ParameterReader.refuse(
            "invalid_value",
            "request",
            "The parameter 'request' must have 1 to " + ID_CHARS_MAX + " characters.");
      }
      return text;
    }

    private boolean success() throws MalformedRequest {
      if (!json.at(JsonToken.VALUE_TRUE) && !json.at(JsonToken.VALUE_FALSE)) {
        throw wrongType("success", "true or false");
      }
      return json.at(JsonToken.VALUE_TRUE);
    }

    /** The digits as they are written: a double would change them. */
    private @Nullable Picodollars value() throws MalformedRequest {
      if (json.at(JsonToken.VALUE_NULL)) {
        return null;
      }
      if (!json.at(JsonToken.VALUE_STRING)
          && !json.at(JsonToken.VALUE_NUMBER_INT)
          && !json.at(JsonToken.VALUE_NUMBER_FLOAT)) {
        throw wrongType("value", "a number of dollars, or a string with one");
      }
      String text = json.text();
      if (!AMOUNT.matcher(text).matches()) {
        throw wrongValue();
      }
      try {
        return Picodollars.ofDollars(new BigDecimal(text));
      } catch (ArithmeticException e) {
        throw wrongValue();
      }
    }

    private static MalformedRequest wrongValue() {
      return ParameterReader.refuse(
          "invalid_value",
          "value",
          "The parameter 'value' must be dollars with up to 12 decimals, less than 9 million.");
    }

    private static MalformedRequest wrongType(String name, String expected) {
      return ParameterReader.refuse(
          "invalid_type", name, "The parameter '" + name + "' must be " + expected + ".");
    }

    private Outcome finish() throws MalformedRequest {
      if (request == null) {
        throw required("request", "the x-tollgate-request-id of the answer");
      }
      if (success == null) {
        throw required("success", "whether the task was done");
      }
      return new Outcome(request, success, value);
    }

    private static MalformedRequest required(String name, String what) {
      return ParameterReader.refuse(
          "missing_required_parameter",
          name,
          "The parameter '" + name + "' is required: " + what + ".");
    }
  }
}
