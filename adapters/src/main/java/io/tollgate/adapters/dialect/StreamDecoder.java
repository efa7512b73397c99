package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.AnswerEvent;
import java.util.function.Consumer;

/**
 * Reads a provider's stream, however it is cut into chunks. It throws nothing: what is not of the
 * dialect is {@link AnswerEvent.Malformed}. Not safe for use by several threads.
 */
public interface StreamDecoder {

  /** Reads the next chunk and hands on the events that it completes. */
  void feed(byte[] array, int offset, int length, Consumer<AnswerEvent> sink);

  /**
   * The provider has ended the stream. Where the dialect has no end marker and the answer is whole,
   * {@link AnswerEvent.Ended} is handed on now; where it has one that did not come, nothing is.
   */
  void end(Consumer<AnswerEvent> sink);
}
