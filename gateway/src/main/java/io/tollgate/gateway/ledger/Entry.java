package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.routing.Tactic;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that the journal is told: what happened to the money of a request, how its answer was
 * judged or turned out, or what concerns the books as a whole ({@link BookEntry}).
 *
 * <p>A request opens with one {@link Reserve}. Each attempt is announced by a {@link Dispatch}
 * before its first byte leaves, and ends in exactly one {@link Settle}, {@link Voided} or {@link
 * ExpireEstimate}. The one that ends the last attempt carries {@code last = true} and with it the
 * hold is resolved; an {@link Overrun} before it books what was spent beyond the hold. A {@link
 * Judged} or an {@link OutcomeReported} may come at any time.
 */
public sealed interface Entry permits Entry.Requested, BookEntry {

  /**
   * Characters kept of a text that a client or an upstream chose (a model's name, a reason, an id);
   * what is beyond is cut, so that nobody outside decides how long a record is.
   */
  int TEXT_CHARS_MAX = 512;

  /** Millionths of a whole. */
  int PPM = 1_000_000;

  /** When it happened, by the wall clock of the node. */
  Instant at();

  /** What belongs to one request. */
  sealed interface Requested extends Entry {

    /** The request it belongs to. */
    String request();
  }

  /** What happens to money: it belongs to a request whose hold is open, or opens it. */
  sealed interface Monetary extends Requested {}

  /**
   * Money is held for a request, before anything is sent.
   *
   * @param key the virtual key's public id, which is charged
   * @param policy the policy that decided
   * @param rule the rule of that policy
   * @param requestedModel the model the caller asked for
   * @param stream whether the answer is streamed
   * @param hold the amount held, or {@code null} where the deployment has no price
   * @param purpose what the request is made for
   * @param tactic the key of the decision's tactic
   * @param memo what it was decided against, or {@code null} where there is no quality budget
   * @param accounts the names of the accounts that the request is charged to, each of them with all
   *     that it costs, e.g. {@code organization:acme}, {@code tag:feature=chat}: at most 256, each
   *     once, of 1 to 200 characters without spaces and control characters
   */
  record Reserve(
      Instant at,
      String request,
      String key,
      String policy,
      String rule,
      String requestedModel,
      boolean stream,
      @Nullable Picodollars hold,
      Purpose purpose,
      String tactic,
      @Nullable Memo memo,
      List<String> accounts)
      implements Monetary {

    /** Of a request that is served by the first of its plan, without budgets. */
    public Reserve(
        Instant at,
        String request,
        String key,
        String policy,
        String rule,
        String requestedModel,
        boolean stream,
        @Nullable Picodollars hold) {
      this(
          at,
          request,
          key,
          policy,
          rule,
          requestedModel,
          stream,
          hold,
          Purpose.SERVE,
          Tactic.STRAIGHT.key(),
          null,
          List.of());
    }

    public Reserve {
      requestedModel = clip(requestedModel);
      accounts = AccountNames.checked(accounts);
    }
  }

  /**
   * An attempt is about to be sent.
   *
   * @param attempt from 1
   * @param deployment where it goes: {@code provider/model}
   * @param modelClass frontier, open-moe or local
   * @param estimatedUsage what it is expected to consume
   * @param estimatedCost what that costs, or {@code null} where there is no price; booked if the
   *     outcome is never learnt
   * @param reason why this deployment
   */
  record Dispatch(
      Instant at,
      String request,
      int attempt,
      String deployment,
      String modelClass,
      Usage estimatedUsage,
      @Nullable Picodollars estimatedCost,
      String reason)
      implements Monetary {
    public Dispatch {
      reason = clip(reason);
    }
  }

  /**
   * An attempt is billed.
   *
   * @param last whether the request ends with it and its hold is released
   * @param outcome how the attempt ended
   * @param service what the provider says of the call
   * @param usage what was consumed
   * @param quality how the usage is known
   * @param bill what it costs
   * @param ttftMs time to the first content byte in milliseconds, or -1
   * @param totalMs time to the last byte in milliseconds
   */
  record Settle(
      Instant at,
      String request,
      int attempt,
      boolean last,
      Outcome outcome,
      Service service,
      Usage usage,
      UsageQuality quality,
      Bill bill,
      long ttftMs,
      long totalMs)
      implements Monetary {

    /** The rated lines; empty where nothing was used or where there is no price. */
    public List<RatedLine> lines() {
      return bill.lines();
    }

    /** The sum of the lines, or {@code null} where there is no price: never 0 for unknown. */
    public @Nullable Picodollars amount() {
      return bill.amount();
    }
  }

  /**
   * An attempt, or a request between attempts, ends without a charge.
   *
   * @param attempt from 1, or 0 where the request ends while no attempt is under way; then it is
   *     the last
   * @param last whether the request ends with it and its hold is released
   * @param status the upstream's HTTP status, or 0 where there was none
   * @param reason why nothing is owed
   */
  record Voided(Instant at, String request, int attempt, boolean last, int status, String reason)
      implements Monetary {
    public Voided {
      reason = clip(reason);
    }
  }

  /**
   * An attempt whose outcome is lost, booked at its estimate until reconciliation corrects it.
   *
   * @param last whether the request ends with it and its hold is released
   * @param amount the estimate, or {@code null} where there is no price
   */
  record ExpireEstimate(
      Instant at,
      String request,
      int attempt,
      boolean last,
      Usage usage,
      @Nullable Picodollars amount,
      String reason)
      implements Monetary {
    public ExpireEstimate {
      reason = clip(reason);
    }
  }

  /**
   * The part of a request's cost that passed its hold: a memo beside the spend, which is booked in
   * full by the settlement in the same group.
   *
   * @param amount more than 0
   */
  record Overrun(Instant at, String request, Picodollars amount) implements Monetary {}

  /**
   * An answer was judged. It changes no money, and it may come long after its request was settled,
   * when nothing else is known of it any more: so it says itself whose answer it was.
   *
   * @param key the virtual key's public id, whose request it was
   * @param policy the policy that decided it
   * @param deployment what answered, {@code provider/model}
   * @param served whether the client got that answer; else it was asked for beside, to learn about
   *     a deployment that was not chosen
   * @param source who judged
   * @param scorePpm how good the answer was, in millionths: 0 to 1,000,000
   * @param referenceScorePpm how good that of the reference was by the same judge, in millionths,
   *     or {@code null} where there was none to compare with
   * @param propensityPpm the probability that it was judged at all, in millionths, above 0
   */
  record Judged(
      Instant at,
      String request,
      String key,
      String policy,
      String deployment,
      boolean served,
      JudgementSource source,
      int scorePpm,
      @Nullable Integer referenceScorePpm,
      int propensityPpm)
      implements Requested {
    public Judged {
      requireWithin("score", scorePpm, 0);
      if (referenceScorePpm != null) {
        requireWithin("score of the reference", referenceScorePpm, 0);
      }
      requireWithin("propensity", propensityPpm, 1);
    }

    private static void requireWithin(String name, int ppm, int least) {
      if (ppm < least || ppm > PPM) {
        throw new IllegalArgumentException(
            name + ": " + ppm + " ppm (expected: " + least + " to " + PPM + ")");
      }
    }
  }

  /**
   * The caller says what became of an answer; it owes nobody anything.
   *
   * @param key the virtual key's public id
   * @param policy the policy that decided
   * @param deployment the deployment that answered, or empty where that is not known any more
   * @param accounts the accounts that the request was charged to
   * @param success whether the task was done
   * @param value what that is worth to the caller, or {@code null} where it does not say; may be
   *     negative
   */
  record OutcomeReported(
      Instant at,
      String request,
      String key,
      String policy,
      String deployment,
      List<String> accounts,
      boolean success,
      @Nullable Picodollars value)
      implements Requested {
    public OutcomeReported {
      request = clip(request);
      accounts = AccountNames.checked(accounts);
    }
  }

  /** How a billed attempt ended. */
  enum Outcome {
    /** The whole answer was received. */
    COMPLETE,
    /** The upstream ended, failed or stalled in the middle of its answer. */
    TRUNCATED,
    /** The client left, or the gateway stopped, before the end. */
    ABORTED,
    /** It was sent, and no answer says whether it was done. */
    INDETERMINATE
  }

  /** A text of somebody outside, as much of it as is kept. */
  static String clip(String text) {
    if (text.length() <= TEXT_CHARS_MAX) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(TEXT_CHARS_MAX - 1));
    return text.substring(0, splitsPair ? TEXT_CHARS_MAX - 1 : TEXT_CHARS_MAX);
  }
}
