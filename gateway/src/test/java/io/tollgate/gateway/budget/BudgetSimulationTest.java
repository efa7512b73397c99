package io.tollgate.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.BudgetBook.Admittance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random histories of random trees of budgets: requests come, are billed in parts, take more, end;
 * windows end, limits change; and after each step the book is held against a plain model of it.
 */
final class BudgetSimulationTest {

  private static final int HISTORIES = Integer.getInteger("tollgate.histories", 100_000);
  private static final int STEPS = 24;

  /** A request as the model knows it. */
  private static final class Running {
    private final Reservation reservation;
    private final List<Scope> path;
    private final long day;
    private long held;

    private Running(Reservation reservation, List<Scope> path, long day, long held) {
      this.reservation = reservation;
      this.path = path;
      this.day = day;
      this.held = held;
    }
  }

  private static final class History {
    private final SplittableRandom random;
    private final BudgetBook book = new BudgetBook(event -> {});
    private final Map<Scope, Long> limits = new HashMap<>();
    private final Map<Scope, Long> settled = new HashMap<>();
    private final List<Running> running = new ArrayList<>();
    private long day = Books.NOON / Books.DAY_MS;
    private int refusals;
    private int overruns;

    private History(long seed) {
      this.random = new SplittableRandom(seed);
      List<Scope> all = new ArrayList<>(List.of(Books.ORGANIZATION));
      for (int i = 0; i < 2; i++) {
        all.add(Scope.parse("team:t" + i));
        all.add(Scope.parse("key:k" + i));
      }
      all.removeIf(scope -> random.nextInt(4) == 0);
      for (Scope scope : all) {
        limits.put(scope, 20 + random.nextLong(80));
      }
      put();
    }

    private long nowMs() {
      return day * Books.DAY_MS + Books.DAY_MS / 2;
    }

    private void put() {
      Books.put(
          book,
          nowMs(),
          limits.entrySet().stream()
              .map(limit -> Books.daily(limit.getKey(), limit.getValue()))
              .map(b -> new Budget("b", b.scope(), b.limit(), b.window(), List.of(), true))
              .toArray(Budget[]::new));
    }

    private long held(Scope scope) {
      return running.stream()
          .filter(request -> request.day == day && request.path.contains(scope))
          .mapToLong(request -> request.held)
          .sum();
    }

    private boolean fits(List<Scope> path, long pico, long instead) {
      return path.stream()
          .filter(limits::containsKey)
          .allMatch(scope ->
              settled.getOrDefault(scope, 0L) + held(scope) - instead + pico
                  <= limits.getOrDefault(scope, 0L));
    }

    private void step() {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> arrive();
        case 4, 5 -> bill();
        case 6, 7 -> end();
        case 8 -> require();
        default -> {
          if (random.nextInt(4) == 0) {
            day++;
            settled.clear();
          } else if (!limits.isEmpty()) {
            Scope scope = new ArrayList<>(limits.keySet()).get(random.nextInt(limits.size()));
            limits.put(scope, 10 + random.nextLong(90));
            put();
          }
        }
      }
    }

    private void arrive() {
      int one = random.nextInt(2);
      List<Scope> path =
          List.of(
              Books.ORGANIZATION,
              Scope.parse("team:t" + one),
              Scope.parse("key:k" + (random.nextInt(5) == 0 ? 1 - one : one)));
      long pico = random.nextLong(30);
      boolean fits = fits(path, pico, 0);
      Admittance admittance = book.reserve(book.path(path), Hold.exactly(pico), nowMs());
      switch (admittance) {
        case Admittance.Granted(Reservation reservation) -> {
          assertThat(fits).as("granted %d on %s", pico, path).isTrue();
          running.add(new Running(reservation, path, day, pico));
        }
        case Admittance.Refused(BudgetReading reading) -> {
          assertThat(fits).as("refused %d on %s: %s", pico, path, reading).isFalse();
          refusals++;
        }
        case Admittance.Lacking _ -> throw new AssertionError("short of leases on one node");
      }
    }

    private void bill() {
      if (!running.isEmpty()) {
        Running request = running.get(random.nextInt(running.size()));
        // Now and then a bill is more than was held for it.
        long most = request.held + (random.nextInt(8) == 0 ? 20 : 0);
        long pico = random.nextLong(most + 1);
        request.reservation.charge(Books.pico(pico), 1);
        overruns += pico > request.held ? 1 : 0;
        request.held = Math.max(0, request.held - pico);
        if (request.day == day) {
          for (Scope scope : request.path) {
            settled.merge(scope, pico, Long::sum);
          }
        }
      }
    }

    private void end() {
      if (!running.isEmpty()) {
        running.remove(random.nextInt(running.size())).reservation.close();
      }
    }

    private void require() {
      if (!running.isEmpty()) {
        Running request = running.get(random.nextInt(running.size()));
        long least = random.nextLong(40);
        boolean budgeted = request.path.stream().anyMatch(limits::containsKey);
        boolean fits =
            least <= request.held
                || !budgeted
                || (request.day == day && fits(request.path, least, request.held));
        boolean raised = request.reservation.require(Hold.exactly(least));
        assertThat(raised).as("required %d, held %d", least, request.held).isEqualTo(fits);
        if (raised) {
          request.held = Math.max(request.held, least);
        }
      }
    }

    private void check() {
      for (BudgetReading reading : book.readings(nowMs())) {
        Scope scope = reading.budget().scope();
        assertThat(reading.spent().pico()).isEqualTo(settled.getOrDefault(scope, 0L));
        assertThat(reading.held().pico()).isEqualTo(held(scope));
      }
    }
  }

  @Test
  void invariant_04_no_interleaving_admits_what_does_not_fit_or_refuses_what_does() {
    long first = 1;
    int refusals = 0;
    int overruns = 0;
    for (long seed = first; seed < first + HISTORIES; seed++) {
      try {
        History history = new History(seed);
        for (int i = 0; i < STEPS; i++) {
          history.step();
          history.check();
        }
        refusals += history.refusals;
        overruns += history.overruns;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("history " + seed + ": " + e.getMessage(), e);
      }
    }
    // The histories are worth something only if these happen in them.
    assertThat(refusals).isGreaterThan(HISTORIES);
    assertThat(overruns).isGreaterThan(HISTORIES / 20);
  }
}
