package io.tollgate.bench.provider;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The three facts about a request that decide which canned answer it gets, found in one pass that
 * builds nothing and ends where all are known: a prompt may be long.
 */
record RequestGlance(String model, boolean stream, boolean includeUsage) {

  private static final JsonFactory JSON = new JsonFactory();

  static RequestGlance at(byte[] body) {
    return at(body, 0, body.length);
  }

  static RequestGlance at(byte[] bytes, int offset, int length) {
    String model = "";
    boolean stream = false;
    boolean streamSaid = false;
    boolean includeUsage = false;
    boolean usageSaid = false;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      parser.nextToken();
      while (!(streamSaid && (!stream || usageSaid) && !model.isEmpty())
          && parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("model") && value == JsonToken.VALUE_STRING) {
          model = parser.getString();
        } else if (name.equals("stream")) {
          stream = value == JsonToken.VALUE_TRUE;
          streamSaid = true;
        } else if (name.equals("stream_options") && value == JsonToken.START_OBJECT) {
          includeUsage = includesUsage(parser);
          usageSaid = true;
        } else {
          parser.skipChildren();
        }
      }
    }
    return new RequestGlance(model, stream, includeUsage);
  }

  private static boolean includesUsage(JsonParser options) {
    boolean includeUsage = false;
    while (options.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean wanted = options.currentName().equals("include_usage");
      JsonToken value = options.nextToken();
      includeUsage |= wanted && value == JsonToken.VALUE_TRUE;
      options.skipChildren();
    }
    return includeUsage;
  }
}
