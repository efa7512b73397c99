package io.tollgate.gateway.prices;

import java.util.Comparator;

/** One thing that a price says: what a meter costs, or what a multiplier is. */
public sealed interface Term extends Comparable<Term> {

  /** First the prices, from the lowest context tier to the highest; then the multipliers. */
  Comparator<Term> ORDER =
      Comparator.comparingInt(Term::kind)
          .thenComparingLong(Term::sortAbove)
          .thenComparing(Term::sortMeter)
          .thenComparing(Term::text);

  /**
   * What a meter costs.
   *
   * @param above the tokens of input that a request must exceed; 0 for the price of every request
   */
  record Price(long above, FeedMeter meter) implements Term {
    @Override
    public String text() {
      return above == 0 ? meter.key() : meter.key() + " above " + above;
    }
  }

  /** What prices are multiplied by in a service tier. */
  record Service(String tier) implements Term {
    @Override
    public String text() {
      return "service tier " + tier;
    }
  }

  /** What prices are multiplied by at a time of day, in minutes after midnight UTC. */
  record Band(int fromMinute, int toMinute) implements Term {
    @Override
    public String text() {
      return "band " + clock(fromMinute) + "-" + clock(toMinute);
    }

    /** A time of day as price files have it, 00:00 to 24:00. */
    static String clock(int minute) {
      return "%02d:%02d".formatted(minute / 60, minute % 60);
    }
  }

  /**
   * What prices are multiplied by where a provider served in a region.
   *
   * @param region the provider's name of it, in lower case
   */
  record Region(String region) implements Term {
    @Override
    public String text() {
      return "region " + region;
    }
  }

  /**
   * What something costs that is not counted in tokens.
   *
   * @param kind what
   */
  record Fee(FeeKind kind) implements Term {
    @Override
    public String text() {
      return kind.key();
    }
  }

  /** The price of a meter below every context tier. */
  static Term of(FeedMeter meter) {
    return new Price(0, meter);
  }

  /** What people read. */
  String text();

  private int kind() {
    return switch (this) {
      case Price ignored -> 0;
      case Service ignored -> 1;
      case Band ignored -> 2;
      case Region ignored -> 3;
      case Fee ignored -> 4;
    };
  }

  private long sortAbove() {
    return this instanceof Price price ? price.above() : 0;
  }

  private FeedMeter sortMeter() {
    return this instanceof Price price ? price.meter() : FeedMeter.INPUT;
  }

  @Override
  default int compareTo(Term other) {
    return ORDER.compare(this, other);
  }
}
