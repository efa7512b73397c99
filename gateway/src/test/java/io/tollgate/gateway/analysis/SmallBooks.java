package io.tollgate.gateway.analysis;

import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Bill;
import io.tollgate.gateway.ledger.BookEntry;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.Purpose;
import io.tollgate.gateway.ledger.Service;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Books that a test writes, entry by entry, and then reads as the commands do. */
public final class SmallBooks {

  private static final int GROUP = 300;

  private final List<List<Entry>> groups = new ArrayList<>();
  private int made;

  private static Instant noon(LocalDate day) {
    return day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
  }

  /** A call that was answered: its tokens at a price in pico-dollars each. */
  public String call(
      LocalDate day, List<String> accounts, String deployment, long tokens, long picoPerToken) {
    return call(day, accounts, deployment, tokens, picoPerToken, Purpose.SERVE);
  }

  /** A call for a purpose; without a price where that is negative. */
  public String call(
      LocalDate day,
      List<String> accounts,
      String deployment,
      long tokens,
      long picoPerToken,
      Purpose purpose) {
    String request = "r" + ++made;
    Instant at = noon(day);
    boolean priced = picoPerToken >= 0;
    Picodollars cost = priced ? new Picodollars(tokens * picoPerToken) : null;
    Usage usage = Usage.of(tokens, 0);
    List<RatedLine> lines =
        priced && tokens > 0
            ? List.of(RatedLine.of(Meter.IN_UNCACHED, tokens, picoPerToken, Ratio.ONE))
            : List.of();
    groups.add(
        List.of(
            new Entry.Reserve(
                at,
                request,
                "k1",
                "default",
                "r",
                "auto",
                false,
                cost,
                purpose,
                "straight",
                null,
                accounts),
            new Entry.Dispatch(at, request, 1, deployment, "frontier", usage, cost, "cheapest"),
            new Entry.Settle(
                at,
                request,
                1,
                true,
                Entry.Outcome.COMPLETE,
                new Service(200, null, null, null, null),
                usage,
                UsageQuality.PROVIDER_REPORTED,
                Bill.of(lines, cost, "p@1"),
                1,
                2)));
    return request;
  }

  /** A correction of what was booked for another day. */
  public void correct(
      LocalDate day, LocalDate chargedFor, List<String> accounts, String deployment, long pico) {
    groups.add(
        List.of(
            new BookEntry.Correct(
                noon(day),
                "c" + ++made,
                BookEntry.Cause.MANUAL,
                0,
                chargedFor,
                "k1",
                accounts,
                "default",
                deployment,
                "frontier",
                Funding.INVOICE,
                new Picodollars(pico),
                Picodollars.ZERO,
                false,
                List.of(),
                "a test")));
  }

  /** An hour of owned capacity that nobody used. */
  public void idle(LocalDate day, String pool, long pico) {
    groups.add(
        List.of(
            new BookEntry.CapacityHour(
                noon(day), pool, noon(day), new Picodollars(pico), Picodollars.ZERO)));
  }

  /** An outcome that was reported. */
  public void outcome(
      LocalDate day, String request, List<String> accounts, boolean success, @Nullable Long pico) {
    groups.add(
        List.of(
            new Entry.OutcomeReported(
                noon(day),
                request,
                "k1",
                "default",
                "",
                accounts,
                success,
                pico == null ? null : new Picodollars(pico))));
  }

  /** Writes all of it into a ledger. */
  public void write(Path folder) {
    JournalOptions options = JournalOptions.DEFAULTS.withBallastBytes(1 << 14);
    Instant end = Instant.parse("2027-06-01T00:00:00Z");
    try (Ledger ledger = Ledger.open(folder, options, "node1", InstantSource.fixed(end))) {
      for (int from = 0; from < groups.size(); from += GROUP) {
        List<Entry> together =
            groups.subList(from, Math.min(groups.size(), from + GROUP)).stream()
                .flatMap(List::stream)
                .toList();
        CompletableFuture<Long> done = new CompletableFuture<>();
        ledger.append(
            together,
            new AppendListener() {
              @Override
              public void appended(long lastSeq) {
                done.complete(lastSeq);
              }

              @Override
              public void failed(Throwable cause) {
                done.completeExceptionally(cause);
              }
            });
        done.join();
      }
    }
  }
}
