package io.tollgate.gateway.reconcile;

import java.time.LocalDate;

/**
 * The part of a day's {@link MeteredLine} that fell into the first or the last hour of the day.
 *
 * <p>A provider whose days begin an hour earlier or later counts it on the neighbouring day.
 *
 * @param lastHour whether it fell into the last hour; otherwise into the first
 * @param part the part, with its own quantities and amounts
 */
public record EdgeLine(boolean lastHour, MeteredLine part) {

  /** The UTC day. */
  public LocalDate day() {
    return part.day();
  }
}
