package io.tollgate.gateway.exchange;

import io.vertx.core.buffer.Buffer;

/** What becomes of the bytes of one answer. */
sealed interface AnswerReader permits StreamReader, PlainReader, ErrorReader {

  /** A part of the body. */
  void chunk(Buffer data);

  /** There is nothing more of the body for now. */
  default void chunksRead() {}

  /** The body is complete as HTTP frames it. */
  void ended();

  /** Nobody gets the answer: what was gathered of it need not be kept. */
  void discard();

  /** What has been seen of the answer. */
  AttemptSoFar.AnswerSoFar soFar();
}
