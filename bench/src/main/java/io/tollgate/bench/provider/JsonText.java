package io.tollgate.bench.provider;

import tools.jackson.core.io.JsonStringEncoder;

/** Text as a JSON string. */
final class JsonText {

  private JsonText() {}

  /** The text between quotes, escaped. */
  static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 8).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    return json.append('"').toString();
  }
}
