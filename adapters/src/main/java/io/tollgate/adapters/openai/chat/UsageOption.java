package io.tollgate.adapters.openai.chat;

import java.nio.charset.StandardCharsets;

/**
 * Where and how a request is made to ask for the usage of its stream.
 *
 * @param from index of the first byte to replace
 * @param to index after the last byte to replace
 * @param text what stands there instead
 */
record UsageOption(int from, int to, Text text) {

  /** What is written, by what the request has already. */
  enum Text {
    /** No options: a member of its own after another one. */
    MEMBER(",\"stream_options\":{\"include_usage\":true}"),
    /** Options that are null. */
    OBJECT("{\"include_usage\":true}"),
    /** Options without members. */
    ONLY_OPTION("\"include_usage\":true"),
    /** Options with other members. */
    FIRST_OPTION("\"include_usage\":true,"),
    /** Options that decline the usage. */
    VALUE("true");

    private final String json;

    Text(String json) {
      this.json = json;
    }

    byte[] bytes() {
      return json.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
