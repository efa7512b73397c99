package io.tollgate.gateway.focus;

import io.tollgate.gateway.focus.FocusRow.Category;
import io.tollgate.gateway.focus.FocusRow.SubAccount;
import io.tollgate.gateway.ledger.ChargeLine;
import io.tollgate.policies.price.Funding;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes up what lies between unit price times quantity and the ledger's amounts, and makes rows of
 * it.
 *
 * <p>The ledger rounds each of its lines to the pico-dollar and an export rounds a unit price that
 * is no short decimal, so the product that the specification demands and the sum of the lines are
 * not quite the same. The differences of one recorded day are added up for each charge period,
 * provider, sub-account, set of tags and ledger, so that the totals of any of these are the
 * ledger's; a few such sums are held at a time, at most {@value #HELD}.
 *
 * <p>A difference that roundings cannot make is not hidden among them: it is a row by itself, which
 * says so.
 */
final class Roundings {

  /** How many sums are held before rows are made of them. */
  static final int HELD = 4096;

  /** Half a pico-dollar: what rounding one line can make. */
  private static final BigDecimal HALF_PICO = new BigDecimal("0.0000000000005");

  private final Map<Place, Sum> sums = new LinkedHashMap<>();
  private LocalDate day = LocalDate.MIN;

  private record Place(
      LocalDate recordedOn,
      LocalDate chargedFor,
      Party party,
      String billingAccount,
      @Nullable SubAccount subAccount,
      Funding funding,
      String tags,
      String node) {}

  private record Sum(
      BigDecimal list, BigDecimal contracted, long lines, long firstSeq, long lastSeq) {

    Sum plus(Sum other) {
      return new Sum(
          list.add(other.list),
          contracted.add(other.contracted),
          lines + other.lines,
          Math.min(firstSeq, other.firstSeq),
          Math.max(lastSeq, other.lastSeq));
    }

    boolean isNothing() {
      return list.signum() == 0 && contracted.signum() == 0;
    }
  }

  /** Hands on what was summed up for days before this one. */
  void upTo(LocalDate recordedOn, Consumer<FocusRow> rows) {
    if (!recordedOn.equals(day)) {
      flush(rows);
      day = recordedOn;
    }
  }

  /**
   * Adds what has to be added to a row to arrive at the ledger's amounts.
   *
   * @param list dollars
   * @param contracted dollars
   */
  void add(
      ChargeLine line,
      FocusRow row,
      BigDecimal list,
      BigDecimal contracted,
      Consumer<FocusRow> rows) {
    Place place =
        new Place(
            line.day(),
            line.chargedFor(),
            row.party(),
            row.billingAccount(),
            row.subAccount(),
            line.funding(),
            row.tags(),
            line.node());
    Sum sum = new Sum(list, contracted, line.lines(), line.firstSeq(), line.lastSeq());
    if (sum.isNothing()) {
      return;
    }
    BigDecimal most = mostRoundings(line, row);
    if (list.abs().compareTo(most) > 0 || contracted.abs().compareTo(most) > 0) {
      rows.accept(
          row(
              place,
              sum,
              "unexplained",
              "UNEXPLAINED difference of quantity times unit price to the ledger's lines of "
                  + row.description()));
      return;
    }
    sums.merge(place, sum, Sum::plus);
    if (sums.size() >= HELD) {
      flush(rows);
    }
  }

  /** Half a pico-dollar for each line, and half of a unit price's last digit for each unit. */
  private static BigDecimal mostRoundings(ChargeLine line, FocusRow row) {
    BigDecimal units = row.pricing() == null ? BigDecimal.ZERO : row.pricing().quantity().abs();
    return HALF_PICO.multiply(BigDecimal.valueOf(line.lines()).add(units));
  }

  /** Makes rows of all that is summed up. */
  void flush(Consumer<FocusRow> rows) {
    sums.forEach((place, sum) -> {
      if (!sum.isNothing()) {
        rows.accept(
            row(
                place,
                sum,
                "rounding",
                "Rounding of quantity times unit price to the ledger's lines"));
      }
    });
    sums.clear();
  }

  private static FocusRow row(Place place, Sum sum, String kind, String description) {
    YearMonth recorded = YearMonth.from(place.recordedOn());
    return new FocusRow(
        Category.ADJUSTMENT,
        YearMonth.from(place.chargedFor()).isBefore(recorded),
        null,
        description,
        recorded,
        place.chargedFor(),
        place.party(),
        place.billingAccount(),
        place.subAccount(),
        Costs.rounding(sum.list(), sum.contracted()),
        null,
        null,
        null,
        null,
        null,
        place.tags(),
        Trace.adjusting(
            kind,
            place.funding(),
            place.recordedOn(),
            place.node(),
            sum.lines(),
            sum.firstSeq(),
            sum.lastSeq()));
  }
}
