package io.tollgate.adapters.profile;

import io.tollgate.adapters.json.DuplicateName;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.Utf8;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/** The checks of a body as text, before and while it is read as JSON. */
public final class RequestText {

  private static final String CODE = "invalid_json";

  private RequestText() {}

  /**
   * Checks that the body is UTF-8 without a byte order mark.
   *
   * @return how many of its bytes are outside ASCII
   */
  public static int check(byte[] body, int offset, int length) throws MalformedRequest {
    if (length == 0) {
      throw new MalformedRequest(400, CODE, null, "The request body is empty.");
    }
    if (JsonCursor.startsWithMark(body, offset, length)) {
      throw new MalformedRequest(
          400, CODE, null, "The request body must not begin with a byte order mark.");
    }
    int nonAsciiBytes = Utf8.nonAsciiBytes(body, offset, length);
    if (nonAsciiBytes < 0) {
      int index = -1 - nonAsciiBytes;
      throw new MalformedRequest(
          400, CODE, null, "The request body is not valid UTF-8 at byte " + index + ".");
    }
    return nonAsciiBytes;
  }

  /**
   * The refusal for what the JSON parser found; its own words may quote the body and are not used.
   */
  public static MalformedRequest notJson(JacksonException e) {
    if (e instanceof StreamConstraintsException) {
      return new MalformedRequest(
          400,
          "json_limit_exceeded",
          null,
          "The request body passes a limit for JSON: "
              + JsonCursor.MAX_DEPTH
              + " levels of nesting, "
              + JsonCursor.MAX_TOKENS
              + " tokens, "
              + JsonCursor.MAX_NUMBER_DIGITS
              + " digits in a number, "
              + JsonCursor.MAX_NAME_CHARS
              + " characters in a name.");
    }
    if (e instanceof DuplicateName) {
      return new MalformedRequest(
          400,
          "duplicate_key",
          null,
          "The request body names a member of one object twice" + place(e.getLocation()) + ".");
    }
    return new MalformedRequest(
        400, CODE, null, "The request body is not valid JSON" + place(e.getLocation()) + ".");
  }

  private static String place(@Nullable TokenStreamLocation location) {
    return location == null
        ? ""
        : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
