package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import org.jspecify.annotations.Nullable;

/**
 * An attempt and what became of it.
 *
 * @param key the virtual key's public id
 * @param purpose what the request is made for
 * @param requestResolved whether the request has ended and its hold is released
 * @param attempt from 1
 * @param state {@code OPEN}, {@code SETTLE}, {@code VOID} or {@code EXPIRE_ESTIMATE}
 * @param outcome how a settled attempt ended, otherwise {@code null}
 * @param status the upstream's HTTP status, 0 where there was none or it is not known
 * @param quality how the usage is known, {@code none} where nothing is owed or it is still open
 * @param usage what was consumed; while open, what is expected
 * @param amount what it cost, {@code null} while open and where there is no price
 * @param priceVersion the price applied or why there is none, {@code null} unless settled
 * @param ttftMs time to the first content byte in milliseconds, -1 where there was none or it is
 *     not known
 * @param totalMs time to the last byte in milliseconds, -1 where it is not known
 */
public record AttemptRow(
    String request,
    String key,
    String policy,
    Purpose purpose,
    boolean requestResolved,
    int attempt,
    String deployment,
    String modelClass,
    String state,
    Entry.@Nullable Outcome outcome,
    int status,
    @Nullable String servedModel,
    @Nullable String providerRequest,
    String quality,
    Usage usage,
    @Nullable Picodollars amount,
    @Nullable String priceVersion,
    long ttftMs,
    long totalMs) {

  private static final long UNKNOWN_MS = -1;

  /**
   * The row of an attempt.
   *
   * @param end what settled, voided or expired it; {@code null} while it is open
   */
  static AttemptRow of(
      Entry.Reserve reserve,
      boolean requestResolved,
      Entry.Dispatch dispatch,
      Entry.@Nullable Monetary end) {
    return switch (end) {
      case null ->
          of(
              reserve,
              requestResolved,
              dispatch,
              "OPEN",
              0,
              HourKey.NOTHING_OWED,
              dispatch.estimatedUsage(),
              null);
      case Entry.Settle settle -> settled(reserve, requestResolved, dispatch, settle);
      case Entry.Voided voided ->
          of(
              reserve,
              requestResolved,
              dispatch,
              RecordType.VOID.name(),
              voided.status(),
              HourKey.NOTHING_OWED,
              Usage.NONE,
              Picodollars.ZERO);
      case Entry.ExpireEstimate expired ->
          of(
              reserve,
              requestResolved,
              dispatch,
              RecordType.EXPIRE_ESTIMATE.name(),
              0,
              UsageQuality.TOKENIZER_ESTIMATED.key(),
              expired.usage(),
              expired.amount());
      case Entry.Reserve _, Entry.Dispatch _, Entry.Overrun _ ->
          throw new IllegalArgumentException(RecordType.of(end) + " ends no attempt");
    };
  }

  private static AttemptRow of(
      Entry.Reserve reserve,
      boolean requestResolved,
      Entry.Dispatch dispatch,
      String state,
      int status,
      String quality,
      Usage usage,
      @Nullable Picodollars amount) {
    return new AttemptRow(
        reserve.request(),
        reserve.key(),
        reserve.policy(),
        reserve.purpose(),
        requestResolved,
        dispatch.attempt(),
        dispatch.deployment(),
        dispatch.modelClass(),
        state,
        null,
        status,
        null,
        null,
        quality,
        usage,
        amount,
        null,
        UNKNOWN_MS,
        UNKNOWN_MS);
  }

  private static AttemptRow settled(
      Entry.Reserve reserve,
      boolean requestResolved,
      Entry.Dispatch dispatch,
      Entry.Settle settle) {
    return new AttemptRow(
        reserve.request(),
        reserve.key(),
        reserve.policy(),
        reserve.purpose(),
        requestResolved,
        dispatch.attempt(),
        dispatch.deployment(),
        dispatch.modelClass(),
        RecordType.SETTLE.name(),
        settle.outcome(),
        settle.service().status(),
        settle.service().model(),
        settle.service().providerRequest(),
        settle.quality().key(),
        settle.usage(),
        settle.amount(),
        settle.bill().priceVersion(),
        settle.ttftMs(),
        settle.totalMs());
  }
}
