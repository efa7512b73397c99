package io.tollgate.bench.provider;

import tools.jackson.databind.JsonNode;

/** The cache marks of a request, of which there may be four. */
final class AnthropicMarks {

  private static final int MOST = 4;
  private static final Shape MARK = Shape.of("type:s! ttl:s");

  private int marks;

  /** Counts the mark an object bears, if it bears one. */
  void mark(JsonNode bearer, String at) {
    JsonNode mark = bearer.path("cache_control");
    if (!mark.isObject()) {
      return;
    }
    String path = at.isEmpty() ? "cache_control" : at + ".cache_control";
    MARK.check(mark, path);
    String ttl = mark.path("ttl").stringValue("5m");
    if (!mark.path("type").stringValue().equals("ephemeral")
        || (!ttl.equals("5m") && !ttl.equals("1h"))) {
      throw Refusal.invalid(path + ": Input should be 'ephemeral' for '5m' or '1h'");
    }
    marks++;
  }

  void check() {
    if (marks > MOST) {
      throw Refusal.invalid(
          "A maximum of 4 blocks with cache_control may be provided. Found " + marks + ".");
    }
  }
}
