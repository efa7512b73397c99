package io.tollgate.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.BudgetBook.Admittance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node's leases where something happens while it talks to the store. */
final class LeaseDeskTest {

  private static final Duration BEAT = Duration.ofSeconds(3);

  /** What happens to the store, or meanwhile. */
  private interface Meanwhile {
    List<LeaseState> negotiate(List<LeaseAsk> asks) throws LeaseStore.Unavailable;
  }

  private final LeaseMail mail = new LeaseMail();
  private final LeaseContact contact = new LeaseContact(() -> 1, BEAT);
  private final BudgetBook book = new BudgetBook(event -> {}, contact);
  private final AccountPath path = book.path(List.of(Books.TEAM));
  private final List<Boolean> told = new ArrayList<>();

  private LeaseDesk desk(LeaseStore view, Meanwhile meanwhile) {
    LeaseStore store =
        new LeaseStore() {
          @Override
          public List<AccountWindow> join() throws Unavailable {
            return view.join();
          }

          @Override
          public List<LeaseState> report(List<LeaseReport> reports) throws Unavailable {
            return view.report(reports);
          }

          @Override
          public List<LeaseState> negotiate(List<LeaseAsk> asks) throws Unavailable {
            return meanwhile.negotiate(asks);
          }

          @Override
          public List<News> beat(List<LeaseReport> reports) throws Unavailable {
            return view.beat(reports);
          }

          @Override
          public void leave() throws Unavailable {
            view.leave();
          }
        };
    return new LeaseDesk(
        book, contact, store, () -> Instant.ofEpochMilli(Books.NOON), () -> 1, BEAT);
  }

  private LeaseStore view() {
    return new MemoryLeases()
        .view(
            "node",
            new LeaseStore.Listener() {
              @Override
              public void recalled(AccountWindow window, long recall) {
                mail.recalled(window, recall);
              }

              @Override
              public void freed(AccountWindow window) {
                mail.freed(window);
              }
            });
  }

  private boolean isGranted(long pico) {
    return switch (book.reserve(path, Hold.exactly(pico), Books.NOON)) {
      case Admittance.Granted _ -> true;
      case Admittance.Refused _ -> false;
      case Admittance.Lacking(LeaseShortage shortage, BudgetReading _) -> {
        mail.wait(new LeaseWait(shortage, told::add));
        yield false;
      }
    };
  }

  @Test
  void a_lease_that_was_asked_for_under_another_limit_is_not_spent_under_the_present_one() {
    Books.put(book, Books.NOON, Books.daily(Books.TEAM, 1_000));
    LeaseStore view = view();
    LeaseDesk desk =
        desk(
            view,
            asks -> {
              List<LeaseState> states = view.negotiate(asks);
              Books.put(book, Books.NOON, Books.daily(Books.TEAM, 50));
              return states;
            });
    assertThat(isGranted(60)).isFalse();
    desk.step(mail.take());
    assertThat(isGranted(60)).isFalse();
    desk.step(mail.take());
    assertThat(isGranted(60)).as("more than the limit").isFalse();
  }

  @Test
  void a_fault_ends_the_wait_of_those_who_wait_and_the_desk_goes_on() {
    Books.put(book, Books.NOON, Books.daily(Books.TEAM, 1_000));
    LeaseStore view = view();
    boolean[] faulty = {true};
    LeaseDesk desk =
        desk(
            view,
            asks -> {
              if (faulty[0]) {
                throw new IllegalStateException("a fault");
              }
              return view.negotiate(asks);
            });
    assertThat(isGranted(60)).isFalse();
    desk.step(mail.take());
    assertThat(told).containsExactly(false);
    assertThat(contact.isLost()).isTrue();
    faulty[0] = false;
    assertThat(isGranted(60)).isFalse();
    desk.step(mail.take());
    assertThat(told).containsExactly(false, true);
    assertThat(isGranted(60)).isTrue();
  }
}
