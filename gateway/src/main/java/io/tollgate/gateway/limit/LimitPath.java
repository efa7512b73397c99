package io.tollgate.gateway.limit;

import io.tollgate.gateway.budget.Scope;
import java.util.List;

/** The scopes that a request is limited by, and the limits that they have at the moment. */
public final class LimitPath {

  /** Of nobody. */
  public static final LimitPath EMPTY = new LimitPath(List.of());

  private static final class Found {
    private final Gauges of;
    private final Gauge[] gauges;

    private Found(Gauges of, Gauge[] gauges) {
      this.of = of;
      this.gauges = gauges;
    }
  }

  private final List<Scope> scopes;

  /** Found anew when the limits have changed. */
  private volatile Found found = new Found(Gauges.NONE, Gauges.NOTHING);

  /** The path of these scopes. */
  public LimitPath(List<Scope> scopes) {
    this.scopes = List.copyOf(scopes);
  }

  @SuppressWarnings("ReferenceEquality") // the same snapshot, not an equal one
  Gauge[] gauges(Gauges now) {
    Found known = found;
    if (known.of != now) {
      known = new Found(now, now.of(scopes));
      found = known;
    }
    return known.gauges;
  }
}
