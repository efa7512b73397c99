package io.tollgate.bench.provider;

/** What a stream of events looks like on the wire. */
enum Framing {
  /** Server-sent events. */
  EVENTS("text/event-stream; charset=utf-8"),
  /** A JSON value in each line. */
  LINES("application/x-ndjson"),
  /** One JSON array, element by element. */
  ARRAY("application/json; charset=UTF-8"),
  /** Amazon's binary messages. */
  FRAMES("application/vnd.amazon.eventstream");

  private final String contentType;

  Framing(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }
}
