package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.Segments;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;

/** What the body of a provider's plain answer turns out to be. */
public sealed interface AnswerReading {

  /** An answer, as accounting and the client need it. */
  non-sealed interface Whole extends AnswerReading {

    /** The model that the provider says it served, if it said. */
    @Nullable String model();

    /** The service tier that the provider says it served in, if it said. */
    @Nullable String servedTier();

    /** Bytes of text in it, escapes as written. */
    long contentBytes();

    /** What the provider said the call consumed; {@code null} where it said nothing. */
    @Nullable ReportedUsage reportedUsage();

    /**
     * The body for the client.
     *
     * @param cost what it cost in dollars, or {@code null} where there is no price
     */
    Segments withCost(@Nullable Picodollars cost);
  }

  /** The error that the provider sent in its place. */
  record Failed(ProviderError error) implements AnswerReading {}

  /**
   * Neither.
   *
   * @param reason what is wrong with it, without quoting it
   */
  record Malformed(String reason) implements AnswerReading {}
}
