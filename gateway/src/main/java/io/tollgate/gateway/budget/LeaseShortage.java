package io.tollgate.gateway.budget;

import java.util.List;

/**
 * What a request lacks of this node's leases.
 *
 * <p>What it says of sums is guarded by the lock of the {@link BudgetBook}.
 */
public final class LeaseShortage {

  private final List<Reservation.Place> places;
  private final Hold hold;

  LeaseShortage(List<Reservation.Place> places, Hold hold) {
    this.places = places;
    this.hold = hold;
  }

  List<Reservation.Place> places() {
    return places;
  }

  Hold hold() {
    return hold;
  }

  /** Whether it is worth trying again: all fits now, or nothing more is to be had. */
  boolean isOver() {
    boolean fits = true;
    for (Reservation.Place place : places) {
      WindowLease lease = place.sum().lease();
      if (!place.isOpen() || lease == null || lease.isExhausted()) {
        return true;
      }
      fits &= place.sum().lacking(hold, Hold.NONE, false) <= 0;
    }
    return fits;
  }
}
