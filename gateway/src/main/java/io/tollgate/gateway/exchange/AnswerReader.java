package io.tollgate.gateway.exchange;

import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What becomes of the bytes of one answer. */
sealed interface AnswerReader permits StreamReader, PlainReader, ErrorReader {

  /** A part of the body. */
  void chunk(Buffer data);

  /** The body is complete as HTTP frames it. */
  void ended();

  /** Usage the provider has reported so far, or {@code null}. */
  @Nullable Usage reportedSoFar();

  /** How the reported usage is known; meaningful where there is one. */
  UsageQuality reportedQuality();

  /** Output tokens seen so far, counted or estimated. */
  long outputTokensSeen();

  /** The model the provider says it served, or {@code null}. */
  @Nullable String servedModel();
}
