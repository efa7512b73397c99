package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer's events in a client's dialect. Not safe for use by several threads.
 *
 * <p>It is not given {@link AnswerEvent.Ended}, {@link AnswerEvent.Metered}, {@link
 * AnswerEvent.Failed}, {@link AnswerEvent.Malformed} and {@link AnswerEvent.Oversized}: what
 * follows from them is not its own to decide.
 */
public interface StreamEncoder {

  /**
   * The events of the client's dialect that this one amounts to, as bytes; empty where it amounts
   * to none, or to something that is said in {@link #closing}.
   */
  byte[] encode(AnswerEvent event);

  /**
   * Everything that ends the stream, once the ledger has settled: what was kept back, the usage
   * where the client is to have it, the end marker.
   *
   * @param usage what was consumed; {@code null} where the provider did not say
   * @param servedTier the service tier, in the provider's words; {@code null} unsaid
   * @param cost what it cost in dollars, or {@code null} where there is no price
   */
  byte[] closing(
      @Nullable ReportedUsage usage, @Nullable String servedTier, @Nullable Picodollars cost);
}
