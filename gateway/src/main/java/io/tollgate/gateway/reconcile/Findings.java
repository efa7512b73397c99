package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the shares of one provider into findings that a person can act on.
 *
 * <p>Days in a row are one finding, and so are all estimates of a model and all rounding.
 */
final class Findings {

  /**
   * Roundings of the ledger to a pico-dollar come to less, in dollars, and are not worth a word.
   */
  private static final BigDecimal WORTH_A_WORD = BigDecimal.valueOf(1, 6);

  private final DayCut.Begin begin;
  private final Set<LocalDate> billedDays;
  private final Set<String> knownAccounts;

  Findings(DayCut.Begin begin, Set<LocalDate> billedDays, Set<String> knownAccounts) {
    this.begin = begin;
    this.billedDays = billedDays;
    this.knownAccounts = knownAccounts;
  }

  /** What shares are gathered by; {@code distinct} parts those that are of one series. */
  private record Group(Bucket bucket, Series series, String distinct) implements Comparable<Group> {

    private static final Comparator<Group> ORDER =
        Comparator.comparing(Group::bucket)
            .thenComparing(Group::series)
            .thenComparing(Group::distinct);

    @Override
    public int compareTo(Group other) {
      return ORDER.compare(this, other);
    }
  }

  List<Finding> of(List<Share> shares) {
    Map<Group, List<Share>> groups = new TreeMap<>();
    for (Share share : shares) {
      groups.computeIfAbsent(group(share), group -> new ArrayList<>()).add(share);
    }
    List<Finding> findings = new ArrayList<>();
    groups.forEach((group, members) -> {
      members.sort(Comparator.comparing(Share::key));
      if (isSplit(group)) {
        runs(members).forEach(run -> findings.add(finding(group, run)));
      } else if (group.bucket() != Bucket.ROUNDING || isWorthAWord(members)) {
        findings.add(finding(group, members));
      }
    });
    return findings;
  }

  private Group group(Share share) {
    Series series = share.key().series();
    Series provider = new Series(series.provider(), "", "", null);
    return switch (share.bucket()) {
      case ROUNDING -> new Group(share.bucket(), provider, "");
      case DAY_CUT ->
          begin == DayCut.Begin.AT_MIDNIGHT
              ? new Group(share.bucket(), series, "")
              : new Group(share.bucket(), provider, "");
      case MISSING_IN_INVOICE ->
          isMissingDay(share)
              ? new Group(share.bucket(), provider, share.key().first().toString())
              : new Group(share.bucket(), series, "");
      case ESTIMATED_USAGE ->
          new Group(share.bucket(), new Series(series.provider(), series.model(), "", null), "");
      case CREDITS, TAX, UNEXPLAINED -> new Group(share.bucket(), series, share.text());
      case PRICE -> new Group(share.bucket(), series, prices(share));
      case BYPASS, UNPRICED -> new Group(share.bucket(), series, "");
    };
  }

  private static String prices(Share share) {
    return price(share.bookedPrice()) + " " + price(share.invoicedPrice());
  }

  private static String price(@Nullable UnitPrice price) {
    return price == null ? "" : price.perMillion();
  }

  private boolean isMissingDay(Share share) {
    return share.key().isOneDay() && !billedDays.contains(share.key().first());
  }

  private boolean isSplit(Group group) {
    return switch (group.bucket()) {
      case ROUNDING, ESTIMATED_USAGE, CREDITS, TAX -> false;
      case DAY_CUT -> begin == DayCut.Begin.AT_MIDNIGHT;
      case MISSING_IN_INVOICE -> group.distinct().isEmpty();
      case BYPASS, UNPRICED, PRICE, UNEXPLAINED -> true;
    };
  }

  private static boolean isWorthAWord(List<Share> shares) {
    return shares.stream()
            .map(share -> share.amount().abs())
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .compareTo(WORTH_A_WORD)
        > 0;
  }

  /** Parts shares of one series where a day that was billed is between them. */
  private List<List<Share>> runs(List<Share> sorted) {
    List<List<Share>> runs = new ArrayList<>();
    LocalDate end = LocalDate.MIN;
    for (Share share : sorted) {
      if (runs.isEmpty() || isBilledBetween(end, share.key().first())) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(share);
      end = share.key().last();
    }
    return runs;
  }

  private boolean isBilledBetween(LocalDate end, LocalDate next) {
    LocalDate day = end.plusDays(1);
    while (day.isBefore(next)) {
      if (billedDays.contains(day)) {
        return true;
      }
      day = day.plusDays(1);
    }
    return false;
  }

  private Finding finding(Group group, List<Share> shares) {
    Facts facts = Facts.of(group.series(), shares);
    Series series = group.series();
    return new Finding(
        group.bucket(),
        series.provider(),
        facts.first(),
        facts.last(),
        series.model(),
        series.tier(),
        series.meter(),
        facts.quantity(),
        facts.amount(),
        FindingText.sentence(
            group.bucket(),
            facts,
            group.bucket() == Bucket.MISSING_IN_INVOICE && !group.distinct().isEmpty(),
            begin,
            knownAccounts));
  }
}
