package io.tollgate.gateway.budget;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was left of the budgets of a path at a moment, for one request more: immutable. */
public final class Headroom {

  /** There is no budget. */
  public static final Headroom UNLIMITED = new Headroom(List.of());

  private final List<Slack> slacks;

  Headroom(List<Slack> slacks) {
    this.slacks = List.copyOf(slacks);
  }

  /** A budget that a hold would not fit into, or {@code null}. */
  public @Nullable Budget objection(Hold hold) {
    for (Slack slack : slacks) {
      if (!slack.fits(hold)) {
        return slack.budget();
      }
    }
    return null;
  }

  /** Whether anything is limited. */
  public boolean isLimited() {
    return !slacks.isEmpty();
  }
}
