package io.tollgate.gateway.capacity;

import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Bill;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.Purpose;
import io.tollgate.gateway.ledger.Service;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Conversion;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.tax.Circumstances;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Puts calls that a pool pays for into ledgers. */
public final class OwnedCalls {

  private OwnedCalls() {}

  /** Opens a ledger that costs a test little. */
  public static Ledger open(Path directory, String node, InstantSource clock) {
    return Ledger.open(directory, JournalOptions.DEFAULTS.withBallastBytes(1 << 14), node, clock);
  }

  /**
   * A call of a team.
   *
   * @param pico what each of its tokens costs, of input and of output
   */
  public static void post(
      Ledger ledger,
      String request,
      Instant at,
      String deployment,
      Funding funding,
      Usage usage,
      long pico) {
    List<RatedLine> lines =
        List.of(
            RatedLine.of(Meter.IN_UNCACHED, usage.inUncached(), pico, Ratio.ONE),
            RatedLine.of(Meter.OUT_VISIBLE, usage.outVisible(), pico, Ratio.ONE));
    Picodollars cost = new Picodollars((usage.inUncached() + usage.outVisible()) * pico);
    CompletableFuture<Long> done = new CompletableFuture<>();
    ledger.append(
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
                Purpose.SERVE,
                "straight",
                null,
                List.of("team:search")),
            new Entry.Dispatch(at, request, 1, deployment, "local", usage, cost, "cheapest"),
            new Entry.Settle(
                at,
                request,
                1,
                true,
                Entry.Outcome.COMPLETE,
                new Service(200, null, null, null, null),
                usage,
                UsageQuality.ENGINE_REPORTED,
                new Bill(
                    lines,
                    cost,
                    deployment + "@2026-01-01",
                    Conversion.USD,
                    funding,
                    Circumstances.NONE),
                1,
                2)),
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
