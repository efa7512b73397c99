package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries with known figures. */
final class Samples {

  static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOON.plusMillis(250));

  static final List<String> ACCOUNTS =
      List.of("organization:acme", "team:search", "key:0123456789ab", "tag:feature=chat");

  private Samples() {}

  static Entry.Reserve reserve(String request, @Nullable Picodollars hold) {
    return new Entry.Reserve(NOON, request, "key1", "default", "rule1", "auto", true, hold);
  }

  /** Against a reference that would have cost 10,000, and 0.0125 of quality. */
  static Memo memo() {
    return new Memo("openai/gpt-6-sol", new Picodollars(10_000), 12_500, 40, 950_000);
  }

  static Entry.Reserve reserve(
      String request, Purpose purpose, String tactic, @Nullable Memo memo) {
    return new Entry.Reserve(
        NOON,
        request,
        "key1",
        "default",
        "rule1",
        "auto",
        true,
        new Picodollars(9_000),
        purpose,
        tactic,
        memo,
        List.of());
  }

  static Entry.Reserve charged(Entry.Reserve reserve, Instant at, List<String> accounts) {
    return new Entry.Reserve(
        at,
        reserve.request(),
        reserve.key(),
        reserve.policy(),
        reserve.rule(),
        reserve.requestedModel(),
        reserve.stream(),
        reserve.hold(),
        reserve.purpose(),
        reserve.tactic(),
        reserve.memo(),
        accounts);
  }

  /** The sample's request r1, judged half of the time: 0.75 where the reference has 0.8. */
  static Entry.Judged judged(String request) {
    return judged(request, 750_000, 800_000, 500_000);
  }

  static Entry.Judged judged(
      String request, int scorePpm, @Nullable Integer referenceScorePpm, int propensityPpm) {
    return judged(request, true, scorePpm, referenceScorePpm, propensityPpm);
  }

  /** The answer of a deployment that was asked beside the one that answered. */
  static Entry.Judged beside(
      String request, int scorePpm, @Nullable Integer referenceScorePpm, int propensityPpm) {
    return judged(request, false, scorePpm, referenceScorePpm, propensityPpm);
  }

  private static Entry.Judged judged(
      String request,
      boolean served,
      int scorePpm,
      @Nullable Integer referenceScorePpm,
      int propensityPpm) {
    return new Entry.Judged(
        NOON.plusSeconds(60),
        request,
        "key1",
        "default",
        "openai/gpt-6-sol",
        served,
        JudgementSource.JUDGE,
        scorePpm,
        referenceScorePpm,
        propensityPpm);
  }

  static Entry.Reserve reserve(String request) {
    return reserve(request, new Picodollars(9_000));
  }

  static Entry.Dispatch dispatch(String request, int attempt) {
    return dispatch(request, attempt, "openai/gpt-6-sol", new Picodollars(5_000));
  }

  static Entry.Dispatch dispatch(
      String request, int attempt, String deployment, @Nullable Picodollars estimate) {
    return new Entry.Dispatch(
        NOON.plusMillis(1),
        request,
        attempt,
        deployment,
        "frontier",
        Usage.of(70, 30),
        estimate,
        "cheapest that is good enough");
  }

  /** 100 tokens in at 20, 10 out at 100 with a multiplier of 1.1: 3,100 pico-dollars. */
  static Entry.Settle settle(String request, int attempt, boolean last) {
    return new Entry.Settle(
        NOON.plusMillis(1_500),
        request,
        attempt,
        last,
        Entry.Outcome.COMPLETE,
        new Service(200, "gpt-6-sol-2026-06", null, null, "chatcmpl-1"),
        Usage.of(100, 10),
        UsageQuality.PROVIDER_REPORTED,
        Bill.of(
            List.of(
                RatedLine.of(Meter.IN_UNCACHED, 100, 20, Ratio.ONE),
                RatedLine.of(Meter.OUT_VISIBLE, 10, 100, new Ratio(11, 10))),
            new Picodollars(3_100),
            "openai/gpt-6-sol@2026-07-30"),
        210,
        1_499);
  }

  static Entry.Settle settleUnpriced(String request, int attempt, boolean last) {
    return new Entry.Settle(
        NOON.plusSeconds(2),
        request,
        attempt,
        last,
        Entry.Outcome.COMPLETE,
        new Service(200, null, null, null, null),
        Usage.of(40, 2),
        UsageQuality.PROVIDER_REPORTED,
        Bill.of(List.of(), null, "no price for new/unpriced"),
        5,
        10);
  }

  static Entry.Voided voided(String request, int attempt, boolean last) {
    return new Entry.Voided(NOON.plusSeconds(3), request, attempt, last, 503, "overloaded");
  }

  static Entry.ExpireEstimate expire(String request, int attempt, boolean last) {
    return new Entry.ExpireEstimate(
        NOON.plusSeconds(4),
        request,
        attempt,
        last,
        Usage.of(70, 30),
        new Picodollars(5_000),
        "lost");
  }

  static Entry.Overrun overrun(String request) {
    return new Entry.Overrun(NOON.plusSeconds(2), request, new Picodollars(77));
  }

  /** One entry of every type, a legal history. */
  static List<Entry> everyType() {
    return List.of(
        charged(reserve("r1", Purpose.SERVE, "verified", memo()), NOON, ACCOUNTS),
        dispatch("r1", 1),
        voided("r1", 1, false),
        dispatch("r1", 2),
        expire("r1", 2, false),
        dispatch("r1", 3),
        overrun("r1"),
        settle("r1", 3, true),
        reserve("r2", null),
        dispatch("r2", 1, "new/unpriced", null),
        settleUnpriced("r2", 1, true),
        reserve("r3"),
        voided("r3", 0, true),
        judged("r1"));
  }
}
