package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a provider's days begin an hour before or after midnight UTC.
 *
 * <p>That is one fact about the provider, so it is decided once for all its models: the ledger's
 * edge hours are booked on the neighbouring day, and if far more cells agree with the invoice then,
 * to the token, it is believed. A shift that is chosen day by day would explain anything that is
 * smaller than an hour's traffic.
 */
final class DayCut {

  /** When a provider's day begins. */
  enum Begin {
    AT_MIDNIGHT,
    AN_HOUR_EARLIER,
    AN_HOUR_LATER
  }

  /** At least one of so many comparable cells has to agree for a shift to be believed. */
  private static final int NEEDED_ONE_OF = 4;

  /**
   * The cells by the provider's days.
   *
   * @param shares what the shift moved, cell by cell
   */
  record Cut(Begin begin, Cells cells, List<Share> shares) {}

  private DayCut() {}

  static Cut of(Levels levels, Period period, ProviderSides sides) {
    Cells plain = Cells.of(levels, period, sides);
    Agreement asItIs = Agreement.of(plain);
    Cut best = new Cut(Begin.AT_MIDNIGHT, plain, List.of());
    int most = asItIs.agreeing();
    if (most == asItIs.comparable()) {
      return best;
    }
    for (Begin begin : List.of(Begin.AN_HOUR_EARLIER, Begin.AN_HOUR_LATER)) {
      Cells moved = Cells.of(levels, period, sides);
      for (EdgeLine edge : sides.edges()) {
        if (edge.lastHour() == (begin == Begin.AN_HOUR_EARLIER)) {
          moved.move(edge);
        }
      }
      Agreement agreement = Agreement.of(moved);
      if (agreement.agreeing() > most
          && agreement.agreeing() * NEEDED_ONE_OF >= agreement.comparable()) {
        most = agreement.agreeing();
        best = new Cut(begin, moved, moved(plain, moved));
      }
    }
    return best;
  }

  private static List<Share> moved(Cells before, Cells after) {
    TreeSet<CellKey> keys = new TreeSet<>();
    before.all().forEach(cell -> keys.add(cell.key()));
    after.all().forEach(cell -> keys.add(cell.key()));
    List<Share> shares = new ArrayList<>();
    for (CellKey key : keys) {
      Cell was = before.get(key);
      Cell is = after.get(key);
      BigDecimal amount = amount(is).subtract(amount(was));
      BigDecimal quantity = quantity(is).subtract(quantity(was));
      if (amount.signum() != 0 || quantity.signum() != 0) {
        shares.add(Share.of(Bucket.DAY_CUT, key, quantity, amount));
      }
    }
    return shares;
  }

  private static BigDecimal amount(@Nullable Cell cell) {
    return cell == null ? BigDecimal.ZERO : cell.booked().amount();
  }

  private static BigDecimal quantity(@Nullable Cell cell) {
    return cell == null ? BigDecimal.ZERO : cell.booked().quantity();
  }

  private record Agreement(int agreeing, int comparable) {

    static Agreement of(Cells cells) {
      int agreeing = 0;
      int comparable = 0;
      for (Cell cell : cells.all()) {
        if (cell.key().isOneDay() && cell.isComparable()) {
          comparable++;
          agreeing += cell.agrees() ? 1 : 0;
        }
      }
      return new Agreement(agreeing, comparable);
    }
  }
}
