package io.tollgate.adapters.sse;

/** Receives the events of one stream in order. */
public interface SseHandler {

  /**
   * A block of lines and the blank line that ends it: an event, a comment or only a blank line.
   *
   * @param event valid until this method returns; the arrays it points to stay as they are
   */
  void event(SseEvent event);

  /**
   * The stream ended inside a block. The standard says to discard it.
   *
   * @param event as far as it came
   */
  void unfinished(SseEvent event);

  /**
   * A block is larger than the limit. Nothing more is read from the stream.
   *
   * @param limitBytes the limit that it passed
   */
  void tooLarge(int limitBytes);
}
