package io.tollgate.gateway.budget;

import io.tollgate.gateway.budget.BudgetBook.Admittance;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reserving, billing, raising and giving back from several threads gives what some order of the
 * same calls on one thread gives: checked by Lincheck over interleavings. Two keys share an
 * organisation, so that a refusal by the one must not be seen by the other.
 */
@Tag("lincheck")
public final class BudgetConcurrencyTest {

  private static final Scope ONE = Scope.parse("key:one");
  private static final Scope OTHER = Scope.parse("key:other");
  private static final int THREADS = 2;
  private static final int ITERATIONS = Integer.getInteger("tollgate.lincheck", 6);

  private static Budget total(Scope scope, long pico) {
    return new Budget("b", scope, Books.pico(pico), BudgetWindow.TOTAL, List.of(), true);
  }

  /** Budgets for a few requests only, and one place for the reservation of each thread. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  @Param(name = "key", gen = IntGen.class, conf = "0:1")
  @Param(name = "pico", gen = IntGen.class, conf = "1:2")
  public static final class Calls {
    private final BudgetBook book =
        Books.book(total(Books.ORGANIZATION, 4), total(ONE, 2), total(OTHER, 3));
    private final AccountPath one = book.path(List.of(Books.ORGANIZATION, ONE));
    private final AccountPath other = book.path(List.of(Books.ORGANIZATION, OTHER));
    private final AtomicReferenceArray<@Nullable Reservation> held =
        new AtomicReferenceArray<>(THREADS + 2);

    @Operation
    public String reserve(
        @Param(name = "thread") int thread,
        @Param(name = "key") int key,
        @Param(name = "pico") int pico) {
      if (held.get(thread) != null) {
        return "busy";
      }
      return switch (book.reserve(key == 0 ? one : other, Hold.exactly(pico), Books.NOON)) {
        case Admittance.Granted(Reservation reservation) -> {
          held.set(thread, reservation);
          yield "granted";
        }
        case Admittance.Refused(BudgetReading reading) -> reading.budget().scope().text();
        case Admittance.Lacking _ -> throw new AssertionError("short of leases on one node");
      };
    }

    @Operation
    public boolean raise(@Param(name = "thread") int thread, @Param(name = "pico") int pico) {
      Reservation reservation = held.get(thread);
      return reservation != null && reservation.require(Hold.exactly(pico));
    }

    @Operation
    public void bill(@Param(name = "thread") int thread) {
      Reservation reservation = held.get(thread);
      if (reservation != null) {
        reservation.charge(Books.pico(1), 1);
      }
    }

    @Operation
    public void end(@Param(name = "thread") int thread) {
      Reservation reservation = held.getAndSet(thread, null);
      if (reservation != null) {
        reservation.close();
      }
    }

    @Operation
    public String readings() {
      StringBuilder all = new StringBuilder();
      for (BudgetReading reading : book.readings(Books.NOON)) {
        all.append(reading.spent().pico()).append('+').append(reading.held().pico()).append(' ');
      }
      return all.toString();
    }
  }

  /** Nothing comes before the parallel part: it would use the small budgets up. */
  @Test
  void every_interleaving_of_few_calls_is_an_order_of_them() {
    new ModelCheckingOptions()
        .addGuarantee(
            ManagedStrategyGuaranteeKt.forClasses(
                    (String name) -> name.startsWith("com.github.benmanes"))
                .allMethods()
                .treatAsAtomic())
        .iterations(ITERATIONS)
        .invocationsPerIteration(300)
        .threads(THREADS)
        .actorsPerThread(3)
        .actorsBefore(0)
        .actorsAfter(1)
        .check(Calls.class);
  }

  @Test
  void threads_that_run_at_once_see_an_order_of_their_calls() {
    new StressOptions()
        .iterations(ITERATIONS)
        .invocationsPerIteration(1_000)
        .threads(THREADS)
        .actorsPerThread(3)
        .actorsBefore(0)
        .actorsAfter(1)
        .check(Calls.class);
  }
}
