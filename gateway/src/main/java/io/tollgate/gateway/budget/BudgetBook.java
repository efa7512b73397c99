package io.tollgate.gateway.budget;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is spent and held for every account with a budget: admits a request if it fits into all the
 * budgets on its path, and holds for it in all of them or in none.
 *
 * <p>Safe for use by several threads. One lock guards all sums: it is held for some additions, and
 * so no interleaving can see or leave a half of a path. Time is an argument; what happens is told
 * outside the lock, on the thread that made it happen.
 */
public final class BudgetBook {

  private final Object lock = new Object();

  /** As long as somebody is charged or has a budget: callers may send any tags they like. */
  private final Cache<Scope, Account> accounts = Caffeine.newBuilder().weakValues().build();

  private final Consumer<BudgetEvent> events;
  private final @Nullable LeaseContact contact;

  /** By account and window, in the order of the budgets. */
  private Map<Scope, List<WindowSum>> watched = Map.of();

  private long latestMs;

  /**
   * A book without budgets.
   *
   * @param events is told what happens; must not block
   */
  public BudgetBook(Consumer<BudgetEvent> events) {
    this(events, null);
  }

  /**
   * A book of one of several nodes, without budgets.
   *
   * @param contact with the store of leases; {@code null} where all is spent here
   */
  BudgetBook(Consumer<BudgetEvent> events, @Nullable LeaseContact contact) {
    this.events = events;
    this.contact = contact;
  }

  /** What is to be asked of the ledger: what was charged to an account in a window. */
  public static final class Opening {
    private final WindowSum sum;
    private final BudgetWindow.Span span;

    private Opening(WindowSum sum, BudgetWindow.Span span) {
      this.sum = sum;
      this.span = span;
    }

    /** The name of the account. */
    public String account() {
      return sum.account().scope().text();
    }

    /** The window. */
    public BudgetWindow.Span span() {
      return span;
    }
  }

  /**
   * These are the budgets from now on. Sums that were kept before are kept on; others are in force
   * once {@link #opened} says what was charged before.
   *
   * @return what the ledger has to be asked: after this call, so that all that it does not say is
   *     charged here
   */
  public List<Opening> budgets(Collection<Budget> budgets, long nowMs) {
    Map<Scope, Map<BudgetWindow, List<Budget>>> wanted = new LinkedHashMap<>();
    for (Budget budget : budgets) {
      wanted
          .computeIfAbsent(budget.scope(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(budget.window(), _ -> new ArrayList<>())
          .add(budget);
    }
    List<Opening> openings = new ArrayList<>();
    synchronized (lock) {
      long now = advance(nowMs);
      Map<Scope, List<WindowSum>> next = new LinkedHashMap<>();
      wanted.forEach((scope, byWindow) -> {
        Account account = account(scope);
        List<WindowSum> sums = new ArrayList<>();
        byWindow.forEach((window, bounds) -> {
          WindowSum known = find(scope, window);
          WindowSum sum =
              known == null
                  ? new WindowSum(
                      account, window, contact == null ? null : new WindowLease(contact), now)
                  : known;
          sum.passTo(now);
          sum.bind(bounds);
          sums.add(sum);
          if (sum.isOpening()) {
            openings.add(new Opening(sum, sum.span()));
          }
        });
        account.sums(sums.toArray(Account.NONE));
        next.put(scope, sums);
      });
      for (Scope scope : watched.keySet()) {
        if (!next.containsKey(scope)) {
          account(scope).sums(Account.NONE);
        }
      }
      watched = next;
    }
    return openings;
  }

  private @Nullable WindowSum find(Scope scope, BudgetWindow window) {
    for (WindowSum sum : watched.getOrDefault(scope, List.of())) {
      if (sum.window().equals(window)) {
        return sum;
      }
    }
    return null;
  }

  /**
   * The ledger's answer: from now on the budgets are in force.
   *
   * @param pico what was charged to the account in the window, in pico-dollars
   * @param seq the record of the journal up to which that is so
   */
  public void opened(Opening opening, long pico, long seq) {
    synchronized (lock) {
      opening.sum.opened(opening.span, pico, seq);
    }
  }

  /** The path of accounts of some scopes. */
  public AccountPath path(List<Scope> scopes) {
    return path(scopes, false);
  }

  /**
   * The path of accounts of some scopes.
   *
   * @param openMode whether it goes on within leases while the store of leases does not answer
   */
  public AccountPath path(List<Scope> scopes, boolean openMode) {
    return new AccountPath(scopes.stream().map(this::account).toList(), openMode);
  }

  private Account account(Scope scope) {
    return accounts.get(scope, Account::new);
  }

  /** What becomes of a request for money. */
  public sealed interface Admittance {

    /** It is held. */
    record Granted(Reservation reservation) implements Admittance {}

    /**
     * It does not fit, and nothing is held.
     *
     * @param reading how the budget stands that it does not fit into
     */
    record Refused(BudgetReading reading) implements Admittance {}

    /**
     * It does not fit into what this node is leased, and nothing is held; there may be more.
     *
     * @param shortage to be waited for with {@link Leases#await}
     * @param reading how a budget stands that it does not fit into
     */
    record Lacking(LeaseShortage shortage, BudgetReading reading) implements Admittance {}
  }

  /**
   * Holds money for a request in every budget of its path, or in none.
   *
   * @param admittedMs when the request came: it belongs to the windows that this moment is in
   */
  public Admittance reserve(AccountPath path, Hold hold, long admittedMs) {
    if (!path.isBudgeted()) {
      return new Admittance.Granted(
          new Reservation(this, path, Reservation.NOWHERE, hold, admittedMs));
    }
    List<BudgetEvent> told = List.of();
    Admittance result;
    synchronized (lock) {
      long now = advance(admittedMs);
      Reservation.Place[] places = places(path, now);
      WindowSum refusing = null;
      List<Reservation.Place> lacking = List.of();
      for (Reservation.Place place : places) {
        WindowSum sum = place.sum();
        if (sum.lacking(hold, Hold.NONE, path.isOpenMode()) > 0) {
          WindowLease lease = sum.lease();
          if (lease == null || lease.isExhausted()) {
            refusing = sum;
            break;
          }
          lacking = lacking.isEmpty() ? new ArrayList<>(2) : lacking;
          lacking.add(place);
        }
      }
      if (refusing != null) {
        told = new ArrayList<>(1);
        refusing.refused(told);
        result = new Admittance.Refused(reading(refusing));
      } else if (!lacking.isEmpty()) {
        result =
            new Admittance.Lacking(
                new LeaseShortage(lacking, hold), reading(lacking.getFirst().sum()));
      } else {
        for (Reservation.Place place : places) {
          place.sum().hold(hold);
        }
        // Where the clock was put back it belongs to the window that is open.
        result = new Admittance.Granted(new Reservation(this, path, places, hold, now));
      }
    }
    told.forEach(events);
    return result;
  }

  private static Reservation.Place[] places(AccountPath path, long now) {
    List<Account> accounts = path.accounts();
    int count = 0;
    for (int i = 0; i < accounts.size(); i++) {
      count += accounts.get(i).sums().length;
    }
    Reservation.Place[] places = new Reservation.Place[count];
    int next = 0;
    for (int i = 0; i < accounts.size(); i++) {
      for (WindowSum sum : accounts.get(i).sums()) {
        sum.passTo(now);
        places[next++] = new Reservation.Place(sum, sum.startMs());
      }
    }
    return places;
  }

  /** How its tightest budget stands. */
  private static BudgetReading reading(WindowSum sum) {
    List<BudgetReading> readings = new ArrayList<>();
    sum.read(readings);
    return readings.stream()
        .filter(reading -> reading.budget().equals(sum.tightest()))
        .findFirst()
        .orElseThrow();
  }

  /** Time does not go back here: a window that has ended stays so. */
  private long advance(long nowMs) {
    latestMs = Math.max(latestMs, nowMs);
    return latestMs;
  }

  /** What is left for one more request of a path at the moment. */
  public Headroom headroom(AccountPath path, long nowMs) {
    if (!path.isBudgeted()) {
      return Headroom.UNLIMITED;
    }
    List<Slack> slacks = new ArrayList<>();
    synchronized (lock) {
      for (Reservation.Place place : places(path, advance(nowMs))) {
        Slack slack = place.sum().slack(path.isOpenMode());
        if (slack.budget() != null) {
          slacks.add(slack);
        }
      }
    }
    return new Headroom(slacks);
  }

  /** How every budget stands, in the order in which they were given. */
  public List<BudgetReading> readings(long nowMs) {
    List<BudgetReading> readings = new ArrayList<>();
    synchronized (lock) {
      long now = advance(nowMs);
      for (List<WindowSum> sums : watched.values()) {
        for (WindowSum sum : sums) {
          sum.passTo(now);
          sum.read(readings);
        }
      }
    }
    return readings;
  }

  /** Raises what a reservation holds; all of it, or nothing. */
  boolean raise(AccountPath path, Reservation.Place[] places, Hold old, Hold next) {
    synchronized (lock) {
      for (Reservation.Place place : places) {
        if (!place.isOpen() || place.sum().lacking(next, old, path.isOpenMode()) > 0) {
          return false;
        }
      }
      for (Reservation.Place place : places) {
        place.sum().replace(old, next);
      }
      return true;
    }
  }

  /** Books a bill in the place of a part of a hold. */
  void charge(
      AccountPath path,
      Reservation.Place[] places,
      Hold old,
      Hold next,
      long admittedMs,
      long pico,
      long seq) {
    List<BudgetEvent> told = new ArrayList<>(0);
    synchronized (lock) {
      for (Reservation.Place place : places) {
        if (place.isOpen()) {
          place.sum().replace(old, next);
        }
      }
      // Also where nothing is held, because the budget is younger than the request.
      for (Account account : path.accounts()) {
        for (WindowSum sum : account.sums()) {
          if (sum.has(admittedMs)) {
            sum.charge(pico, seq, told);
          }
        }
      }
    }
    told.forEach(events);
  }

  void release(Reservation.Place[] places, Hold hold) {
    synchronized (lock) {
      for (Reservation.Place place : places) {
        if (place.isOpen()) {
          place.sum().release(hold);
        }
      }
    }
  }

  /** Changes sums and leases as one, and then tells what has happened. */
  void atomically(Consumer<List<BudgetEvent>> change) {
    List<BudgetEvent> told = new ArrayList<>(0);
    synchronized (lock) {
      change.accept(told);
    }
    told.forEach(events);
  }

  /** All sums, each in the window of a moment; only within {@link #atomically}. */
  List<WindowSum> sums(long nowMs) {
    long now = advance(nowMs);
    List<WindowSum> all = new ArrayList<>();
    for (List<WindowSum> sums : watched.values()) {
      for (WindowSum sum : sums) {
        sum.passTo(now);
        all.add(sum);
      }
    }
    return all;
  }
}
