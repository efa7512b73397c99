package io.tollgate.adapters.profile;

import io.tollgate.adapters.json.JsonCursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads the scalar parameters of a request at the cursor, or refuses them by name. */
public final class ParameterReader {

  static final int MAX_TAG_CHARS = 512;

  private final JsonCursor json;

  /** A reader of what the cursor is at. */
  public ParameterReader(JsonCursor json) {
    this.json = json;
  }

  /** A boolean; null is false. */
  public boolean bool(String param) throws MalformedRequest {
    if (json.at(JsonToken.VALUE_TRUE)) {
      return true;
    }
    if (json.at(JsonToken.VALUE_FALSE) || json.at(JsonToken.VALUE_NULL)) {
      return false;
    }
    throw refuse("invalid_type", param, "The parameter '" + param + "' must be a boolean.");
  }

  /** An integer from {@code least} to {@code most}; null is {@code absent}. */
  public long integer(String param, long absent, long least, long most) throws MalformedRequest {
    if (json.at(JsonToken.VALUE_NULL)) {
      return absent;
    }
    if (!json.at(JsonToken.VALUE_NUMBER_INT)) {
      throw refuse("invalid_type", param, "The parameter '" + param + "' must be an integer.");
    }
    // Nineteen digits may not fit a long, and are beyond every limit here.
    long value = json.numberLength() > 18 ? Long.MAX_VALUE : json.wholeNumber();
    if (json.isNegative() || value < least || value > most) {
      throw refuse(
          value > most && !json.isNegative()
              ? "integer_above_max_value"
              : "integer_below_min_value",
          param,
          "The parameter '" + param + "' must be from " + least + " to " + most + ".");
    }
    return value;
  }

  /**
   * A short text the caller tags the request with; anything but a string is left to the provider.
   */
  public @Nullable String tag(String param) throws MalformedRequest {
    if (!json.at(JsonToken.VALUE_STRING)) {
      json.skip();
      return null;
    }
    String text = json.text();
    if (text.length() > MAX_TAG_CHARS) {
      throw refuse(
          "string_above_max_length",
          param,
          "The parameter '" + param + "' must have at most " + MAX_TAG_CHARS + " characters.");
    }
    return text;
  }

  /** A refusal with status 400. */
  public static MalformedRequest refuse(String code, @Nullable String param, String message) {
    return new MalformedRequest(400, code, param, message);
  }
}
