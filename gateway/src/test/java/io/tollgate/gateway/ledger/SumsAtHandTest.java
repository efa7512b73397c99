package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Conversion;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.tax.Circumstances;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SumsAtHandTest {

  private static final int ROUNDS = 20;

  /** A request of one attempt, as it is made up. */
  private static final class Call {
    private Instant at = Samples.NOON;
    private String key = "key1";
    private String policy = "default";
    private Purpose purpose = Purpose.SERVE;
    private List<String> accounts = Samples.ACCOUNTS;
    private String deployment = "openai/gpt-6-sol";
    private String modelClass = "frontier";
    private @Nullable String model = "gpt-6-sol-2026-06";
    private @Nullable String tier;
    private @Nullable String region;
    private UsageQuality quality = UsageQuality.PROVIDER_REPORTED;
    private String priceVersion = "openai/gpt-6-sol@2026-07-30";
    private Conversion conversion = Conversion.USD;
    private Funding funding = Funding.INVOICE;
    private Meter meter = Meter.IN_UNCACHED;
    private long unitPico = 20;
    private Ratio listMultiplier = Ratio.ONE;
    private Ratio multiplier = Ratio.ONE;
    private boolean priced = true;

    private List<Entry.Monetary> entries(String request) {
      RatedLine line = RatedLine.of(meter, 100, unitPico, listMultiplier, multiplier);
      return List.of(
          new Entry.Reserve(
              at,
              request,
              key,
              policy,
              "rule1",
              "auto",
              false,
              new Picodollars(9_000),
              purpose,
              "straight",
              null,
              accounts),
          new Entry.Dispatch(
              at, request, 1, deployment, modelClass, Usage.of(100, 0), null, "cheapest"),
          new Entry.Settle(
              at,
              request,
              1,
              true,
              Entry.Outcome.COMPLETE,
              new Service(200, model, tier, region, request),
              Usage.of(100, 0),
              quality,
              new Bill(
                  priced ? List.of(line) : List.of(),
                  priced ? line.amount() : null,
                  priceVersion,
                  conversion,
                  funding,
                  Circumstances.NONE),
              5,
              10));
    }
  }

  /** Each changes what a row may be told apart by. */
  private static final List<Consumer<Call>> VARIATIONS =
      List.of(
          call -> {},
          call -> call.at = Samples.NOON.plusSeconds(3_600),
          call -> call.at = Samples.NOON.plusSeconds(86_400),
          call -> call.key = "key2",
          call -> call.policy = "other",
          call -> call.purpose = Purpose.MEASUREMENT,
          call -> call.accounts = List.of("team:search"),
          call -> call.accounts = List.of(),
          call -> call.deployment = "azure/gpt-6-sol",
          call -> call.modelClass = "local",
          call -> call.model = "gpt-6-sol",
          call -> call.model = null,
          call -> call.tier = "flex",
          call -> call.region = "us",
          call -> call.quality = UsageQuality.PARTIAL_STREAM_ESTIMATED,
          call -> call.priceVersion = "openai/gpt-6-sol@2026-08-01",
          call -> call.conversion = new Conversion("EUR", new Ratio(11, 10)),
          call -> call.funding = Funding.parse("commitment:year"),
          call -> call.funding = Funding.parse("commitment:month"),
          call -> call.meter = Meter.IN_TOOL,
          call -> call.unitPico = 21,
          call -> call.listMultiplier = new Ratio(3, 2),
          call -> call.multiplier = new Ratio(3, 2),
          call -> call.multiplier = new Ratio(6, 4),
          call -> call.priced = false);

  private static Call varied(int variation) {
    Call call = new Call();
    VARIATIONS.get(variation).accept(call);
    return call;
  }

  private static void add(Totals totals, long seq, Call call) {
    OpenRequests requests = new OpenRequests();
    for (Entry.Monetary entry : call.entries("r" + seq)) {
      OpenRequest request = requests.apply(seq, entry);
      totals.add(seq, entry, request, Booking.of(entry, request), entry.at());
    }
  }

  @Test
  void a_call_is_summed_up_in_the_same_rows_whatever_was_summed_up_before() {
    for (int round = 0; round < ROUNDS; round++) {
      List<Integer> order = new ArrayList<>();
      for (int variation = 0; variation < VARIATIONS.size(); variation++) {
        order.addAll(Collections.nCopies(3, variation));
      }
      Collections.shuffle(order, new Random(round));
      Dimensions dimensions = new Dimensions();
      Totals together = new Totals(dimensions);
      Map<Rollup, Map<SumKey, List<@Nullable Long>>> apart = new HashMap<>();
      for (int i = 0; i < order.size(); i++) {
        Call call = varied(order.get(i));
        add(together, i, call);
        Totals alone = new Totals(dimensions);
        add(alone, i, call);
        for (Rollup rollup : Rollup.values()) {
          Map<SumKey, List<@Nullable Long>> sums =
              apart.computeIfAbsent(rollup, _ -> new HashMap<>());
          alone.rows(rollup).forEach((key, row) -> merge(sums, rollup, key, row.columns()));
        }
      }
      for (Rollup rollup : Rollup.values()) {
        Map<SumKey, List<@Nullable Long>> rows = new HashMap<>();
        together.rows(rollup).forEach((key, row) -> rows.put(key, row.columns()));
        assertThat(rows).as("round %d, %s", round, rollup).isEqualTo(apart.get(rollup));
      }
    }
  }

  /** Adds columns up, but for the records of lines, which are the first and the last. */
  private static void merge(
      Map<SumKey, List<@Nullable Long>> sums,
      Rollup rollup,
      SumKey key,
      List<@Nullable Long> columns) {
    List<@Nullable Long> before = sums.put(key, columns);
    if (before == null) {
      return;
    }
    List<@Nullable Long> merged = new ArrayList<>(columns);
    int summed = columns.size() - (rollup == Rollup.LINE ? 2 : 0);
    for (int i = 0; i < columns.size(); i++) {
      Long had = before.get(i);
      Long has = columns.get(i);
      if (had != null && has != null) {
        merged.set(i, i < summed ? Long.valueOf(had + has) : i == summed ? had : has);
      }
    }
    sums.put(key, merged);
  }

  @Test
  void more_kinds_of_calls_than_are_kept_at_hand_are_summed_up_all_the_same() {
    int keys = 10_000;
    Totals totals = new Totals(new Dimensions());
    for (int i = 0; i < 2 * keys; i++) {
      Call call = new Call();
      call.key = "key" + i % keys;
      add(totals, i, call);
    }
    assertThat(totals.rows(Rollup.HOUR)).hasSize(keys);
    assertThat(totals.rows(Rollup.HOUR).values())
        .allSatisfy(row -> assertThat(row.columns()).startsWith(2L, 2L, 0L, 200L));
    assertThat(totals.rows(Rollup.LINE)).hasSize(keys);
    assertThat(totals.rows(Rollup.LINE).values())
        .allSatisfy(row -> assertThat(row.columns()).startsWith(200L, 2L));
  }
}
