package io.tollgate.bench.audit;

import io.tollgate.bench.provider.BillOutcome;
import io.tollgate.bench.provider.BillRecord;
import io.tollgate.bench.provider.Ending;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.UsageQuality;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ledger's attempts, held against what clients saw and what providers bill. */
public final class Books {

  private final Map<String, NavigableMap<Integer, AttemptRow>> requests = new HashMap<>();
  private final Map<String, BillRecord> bills = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Books() {}

  /** Everything that does not agree, as sentences. */
  public static List<String> problems(
      List<AttemptRow> rows, List<SimulatedProvider> providers, List<Seen> seen) {
    Books books = new Books();
    rows.forEach(books::enter);
    providers.forEach(provider -> provider.billLog().records().forEach(books::enter));
    books.requests.values().forEach(books::checkRequest);
    books.bills.forEach(books::checkBill);
    books.checkClients(seen);
    return books.problems;
  }

  private void enter(AttemptRow row) {
    AttemptRow other =
        requests.computeIfAbsent(row.request(), _ -> new TreeMap<>()).put(row.attempt(), row);
    require(other == null, row, "is in the ledger twice");
  }

  private void enter(BillRecord bill) {
    String id = bill.clientRequestId();
    if (id == null) {
      problems.add("a request without an id came to " + bill.provider());
    } else if (bills.put(id, bill) != null) {
      problems.add(id + " came to a provider twice");
    }
  }

  private static String id(AttemptRow row) {
    return row.request() + "-" + row.attempt();
  }

  private void require(boolean condition, AttemptRow row, String otherwise) {
    if (!condition) {
      problems.add(id(row) + " " + otherwise + ": " + row + ", bill: " + bills.get(id(row)));
    }
  }

  private void checkRequest(NavigableMap<Integer, AttemptRow> attempts) {
    for (AttemptRow row : attempts.values()) {
      require(row.requestResolved(), row, "has an open hold");
      require(!row.state().equals("OPEN"), row, "has not ended");
      require(row.attempt() <= attempts.size(), row, "has no attempt before it");
      require(row.state().equals("VOID") || row.amount() != null, row, "has no amount");
      if (row.outcome() == Entry.Outcome.COMPLETE) {
        BillRecord bill = bills.get(id(row));
        BillOutcome outcome = bill == null ? null : bill.outcome();
        require(
            attempts.tailMap(row.attempt(), false).values().stream().allMatch(Books::isSuperseded),
            row,
            "is complete, yet others follow");
        require(
            outcome != null
                && (outcome.complete() || outcome.ending() == Ending.CLIENT_LEFT)
                && outcome.status() == 200,
            row,
            "is complete, but the provider did not write it to the end");
      }
    }
  }

  /**
   * Whether an attempt was given up before the provider's status came, as happens on a machine that
   * is busy: it may have been about to bill.
   */
  private static boolean isUnheard(AttemptRow row) {
    return row.outcome() == Entry.Outcome.INDETERMINATE && row.status() == 0;
  }

  /** Whether an attempt was given up, as the one that loses a hedge is. */
  private static boolean isSuperseded(AttemptRow row) {
    return row.state().equals("VOID") || row.outcome() == Entry.Outcome.ABORTED;
  }

  /**
   * What came to a provider is in the ledger; where the ledger says complete, to the pico-dollar.
   */
  private void checkBill(String id, BillRecord bill) {
    int dash = id.lastIndexOf('-');
    NavigableMap<Integer, AttemptRow> attempts = requests.get(id.substring(0, dash));
    AttemptRow row =
        attempts == null ? null : attempts.get(Integer.parseInt(id.substring(dash + 1)));
    if (row == null) {
      problems.add(id + " is not in the ledger: " + bill);
      return;
    }
    BillOutcome outcome = bill.endedOutcome();
    require(row.deployment().equals(bill.provider() + "/" + bill.model()), row, "went elsewhere");
    require(
        outcome.billPico().signum() == 0 || !row.state().equals("VOID"),
        row,
        "is billed by its provider and free in the ledger");
    if (row.outcome() == Entry.Outcome.COMPLETE) {
      boolean reported = row.quality().equals(UsageQuality.PROVIDER_REPORTED.key());
      require(
          reported == outcome.usageReported(), row, "does not say rightly whose count it books");
      require(
          !reported || pico(row.amount()).equals(outcome.billPico()),
          row,
          "is not booked at what its provider bills");
    }
  }

  private static BigInteger pico(@Nullable Picodollars amount) {
    return amount == null ? BigInteger.ZERO : BigInteger.valueOf(amount.pico());
  }

  private void checkClients(List<Seen> seen) {
    Set<String> ids = new HashSet<>();
    for (Seen one : seen) {
      String request =
          switch (one.sighting()) {
            case Sighting.Complete complete -> {
              checkComplete(one, complete);
              yield complete.request();
            }
            // Turned away at the door: nothing was begun.
            case Sighting.Failed(@Nullable String id, String error)
                when isTurnedAway(error) && !requests.containsKey(id) ->
                null;
            case Sighting.Failed failed -> {
              checkFailed(one, failed);
              yield failed.request();
            }
            case Sighting.Indeterminate(@Nullable String id) -> id;
            case Sighting.Left(@Nullable String id) -> id;
            case Sighting.Unsent _ -> null;
            case Sighting.Wrong(@Nullable String id, String what) -> {
              problems.add(what + ": " + one);
              yield id;
            }
          };
      if (request != null && !requests.containsKey(request)) {
        problems.add("an answer names a request that is not in the ledger: " + one);
      }
      if (request != null && !ids.add(request)) {
        problems.add("two answers name one request: " + one);
      }
    }
  }

  /** Whether the gateway was being stopped, or whatever could answer was failing or throttled. */
  private static boolean isTurnedAway(String error) {
    return error.contains("\"gateway_stopping\"")
        || error.contains("\"ledger_busy\"")
        || error.contains("\"ledger_full\"")
        || error.contains("\"no_deployment_available\"")
        || error.contains("\"upstream_rate_limited\"");
  }

  private void checkComplete(Seen one, Sighting.Complete complete) {
    NavigableMap<Integer, AttemptRow> attempts =
        requests.getOrDefault(complete.request(), new TreeMap<>());
    long settled =
        attempts.values().stream()
            .filter(row -> row.outcome() == Entry.Outcome.COMPLETE)
            .filter(row -> row.state().equals("SETTLE"))
            .count();
    boolean lost =
        attempts.values().stream().anyMatch(row -> row.state().equals("EXPIRE_ESTIMATE"));
    BigInteger sum =
        attempts.values().stream()
            .map(row -> pico(row.amount()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    BigDecimal cost = complete.cost();
    Order order = one.order();
    if (settled != 1
        || lost
        || attempts.size() != complete.attempts()
        || (cost != null && cost.compareTo(new BigDecimal(sum, Picodollars.SCALE)) != 0)) {
      problems.add("a complete answer is not booked as it was seen: " + one + ": " + attempts);
    }
    if (cost == null && (!order.stream() || (order.includeUsage() && order.fault().isEmpty()))) {
      problems.add("a complete answer does not say what it cost: " + one);
    }
    if (order.stream() && complete.contentEvents() != order.tokens()) {
      problems.add("a complete answer lacks a part: " + one);
    }
  }

  /** An error that was told is an outcome that is known; a provider's error status is free. */
  private void checkFailed(Seen one, Sighting.Failed failed) {
    NavigableMap<Integer, AttemptRow> attempts =
        failed.request() == null
            ? new TreeMap<>()
            : requests.getOrDefault(failed.request(), new TreeMap<>());
    boolean free = one.order().fault().startsWith("[[fault:status=");
    for (AttemptRow row : attempts.values()) {
      require(
          !row.state().equals("EXPIRE_ESTIMATE"), row, "was told to fail and is booked as lost");
      require(
          !free || row.state().equals("VOID") || isUnheard(row),
          row,
          "was refused and is not free");
    }
    if (attempts.isEmpty() || one.order().fault().isEmpty()) {
      problems.add("failed for no reason: " + one);
    }
  }
}
