package io.tollgate.gateway.quality;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.ParameterReader;
import io.tollgate.adapters.profile.RequestText;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * What a caller says of an answer.
 *
 * <p>Of several ways to say it, the finest counts: a score, else the outcome of the task, else a
 * thumb. A comment is read over and kept nowhere.
 *
 * @param request the request that was answered
 * @param kind {@code score}, {@code outcome} or {@code thumbs}
 * @param scorePpm how good the answer was, in millionths: 0 to 1,000,000
 */
public record Feedback(String request, String kind, int scorePpm) {

  /** The largest body that is read: ids are short, and comments are for people. */
  public static final int BYTES_MAX = 64 << 10;

  private static final int ID_CHARS_MAX = 128;

  private static final Map<String, Integer> THUMBS = Map.of("up", Judgement.PPM, "down", 0);
  private static final Map<String, Integer> OUTCOMES =
      Map.of("success", Judgement.PPM, "failure", 0);

  /**
   * Reads the body of {@code POST /v1/feedback}.
   *
   * @throws MalformedRequest where it is none, with status 400, naming the field
   */
  public static Feedback read(byte[] body, int offset, int length) throws MalformedRequest {
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
    private @Nullable Integer score;
    private @Nullable Integer outcome;
    private @Nullable Integer thumbs;

    Reader(JsonCursor json) {
      this.json = json;
    }

    Feedback read() throws MalformedRequest {
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
        case "request_id" -> request = text(name, ID_CHARS_MAX);
        case "score" -> score = score();
        case "outcome" -> outcome = word(name, OUTCOMES, "success", "failure");
        case "thumbs" -> thumbs = word(name, THUMBS, "up", "down");
        case "comment" -> {
          if (!json.at(JsonToken.VALUE_STRING) && !json.at(JsonToken.VALUE_NULL)) {
            throw wrongType(name, "a string");
          }
          json.skip();
        }
        default ->
            throw ParameterReader.refuse(
                "unknown_parameter",
                null,
                "The body has a parameter that is not known; request_id, score, outcome, thumbs"
                    + " and comment are.");
      }
    }

    /** Numbers are quality here and never money, so a double will do. */
    private int score() throws MalformedRequest {
      if (!json.at(JsonToken.VALUE_NUMBER_INT) && !json.at(JsonToken.VALUE_NUMBER_FLOAT)) {
        throw wrongType("score", "a number");
      }
      double value = Double.parseDouble(json.text());
      if (!(value >= 0 && value <= 1)) {
        throw ParameterReader.refuse(
            "value_out_of_range", "score", "The parameter 'score' must be from 0 to 1.");
      }
      return (int) Math.round(value * Judgement.PPM);
    }

    private int word(String name, Map<String, Integer> words, String good, String bad)
        throws MalformedRequest {
      Integer ppm = words.get(text(name, ID_CHARS_MAX));
      if (ppm == null) {
        throw ParameterReader.refuse(
            "invalid_value",
            name,
            "The parameter '" + name + "' must be '" + good + "' or '" + bad + "'.");
      }
      return ppm;
    }

    private String text(String name, int charsMax) throws MalformedRequest {
      if (!json.at(JsonToken.VALUE_STRING)) {
        throw wrongType(name, "a string");
      }
      String text = json.text();
      if (text.isEmpty() || text.length() > charsMax) {
        throw ParameterReader.refuse(
            "invalid_value",
            name,
            "The parameter '" + name + "' must have 1 to " + charsMax + " characters.");
      }
      return text;
    }

    private static MalformedRequest wrongType(String name, String expected) {
      return ParameterReader.refuse(
          "invalid_type", name, "The parameter '" + name + "' must be " + expected + ".");
    }

    private Feedback finish() throws MalformedRequest {
      if (request == null) {
        throw ParameterReader.refuse(
            "missing_required_parameter",
            "request_id",
            "The parameter 'request_id' is required: the x-tollgate-request-id of the answer.");
      }
      if (score != null) {
        return new Feedback(request, "score", score);
      }
      if (outcome != null) {
        return new Feedback(request, "outcome", outcome);
      }
      if (thumbs != null) {
        return new Feedback(request, "thumbs", thumbs);
      }
      throw ParameterReader.refuse(
          "missing_required_parameter",
          "score",
          "One of the parameters 'score', 'outcome' and 'thumbs' is required.");
    }
  }
}
