package io.tollgate.policies.routing;

/** How the plan of a decision is gone through. */
public sealed interface Tactic {

  /** The first of the plan answers; the others are fallbacks where it fails. */
  Tactic STRAIGHT = new Straight();

  /**
   * The most calls that are under way, or paid for in full, before a fallback is needed: what a
   * hold has to be enough for.
   */
  int paidCalls();

  /** Its name in the ledger. */
  String key();

  /** The first of the plan answers; the others are fallbacks where it fails. */
  record Straight() implements Tactic {
    @Override
    public int paidCalls() {
      return 1;
    }

    @Override
    public String key() {
      return "straight";
    }
  }

  /**
   * The first of the plan answers, and its answer is held back until it is whole and has been
   * looked at: one that is empty, cut short, a refusal, or breaks its schema or tool definitions
   * goes to nobody, and the second of the plan answers in its place. Both calls are paid for.
   */
  record Verified() implements Tactic {
    @Override
    public int paidCalls() {
      return 2;
    }

    @Override
    public String key() {
      return "verified";
    }
  }

  /**
   * The first two of the plan are asked at one time. If their answers agree, that of the first is
   * released; if not, or if either fails, the third of the plan answers. All calls are paid for.
   */
  record Agreement() implements Tactic {
    @Override
    public int paidCalls() {
      return 3;
    }

    @Override
    public String key() {
      return "agreement";
    }
  }
}
