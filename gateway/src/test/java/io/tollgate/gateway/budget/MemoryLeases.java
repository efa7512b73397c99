package io.tollgate.gateway.budget;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A store of leases in memory, which answers as the network lets it. */
final class MemoryLeases {

  /** What becomes of an exchange with the store. */
  enum Network {
    GOOD,
    /** The store is not reached. */
    CUT_BEFORE,
    /** It does what it is told, and nobody hears of it. */
    CUT_AFTER
  }

  /** What the store knows of a window. */
  private static final class Window {
    private final Map<String, Escrow.Share> shares = new LinkedHashMap<>();
    private final Map<String, Long> held = new HashMap<>();
    private long recall;
  }

  private final Map<AccountWindow, Window> windows = new HashMap<>();
  private final Map<String, View> nodes = new LinkedHashMap<>();

  /** It as one node sees it. */
  final class View implements LeaseStore {
    private final String name;
    private final Listener listener;
    Network network = Network.GOOD;

    /** Whether what others do is told at once. */
    boolean hears = true;

    View(String name, Listener listener) {
      this.name = name;
      this.listener = listener;
    }

    private void before() throws Unavailable {
      if (network == Network.CUT_BEFORE) {
        throw new Unavailable("cut", null);
      }
      nodes.put(name, this);
    }

    private void after() throws Unavailable {
      if (network == Network.CUT_AFTER) {
        throw new Unavailable("cut after it was done", null);
      }
    }

    @Override
    public List<AccountWindow> join() throws Unavailable {
      before();
      after();
      return windows.entrySet().stream()
          .filter(window -> window.getValue().shares.containsKey(name))
          .map(Map.Entry::getKey)
          .toList();
    }

    @Override
    public List<LeaseState> report(List<LeaseReport> reports) throws Unavailable {
      before();
      List<LeaseState> states = new ArrayList<>();
      for (LeaseReport report : reports) {
        states.add(state(window(report.window()), hear(report), 0, false));
        if (report.surrenders()) {
          tell(other -> other.freed(report.window()));
        }
      }
      after();
      return states;
    }

    private Escrow.Share hear(LeaseReport report) {
      Window window = window(report.window());
      Escrow.Share share = Escrow.reported(report, mine(window));
      window.shares.put(name, share);
      window.held.put(name, report.exposurePico() - report.spentPico());
      return share;
    }

    private Escrow.Share mine(Window window) {
      return window.shares.getOrDefault(name, Escrow.Share.NOTHING);
    }

    private LeaseState state(Window window, Escrow.Share share, long recall, boolean exhausted) {
      long spent = 0;
      long held = 0;
      for (Map.Entry<String, Escrow.Share> other : window.shares.entrySet()) {
        if (!other.getKey().equals(name)) {
          spent += other.getValue().spentPico();
          held += window.held.getOrDefault(other.getKey(), 0L);
        }
      }
      return new LeaseState(
          share.leasePico(), share.announcedPico(), spent, held, recall, exhausted);
    }

    @Override
    public List<LeaseState> negotiate(List<LeaseAsk> asks) throws Unavailable {
      before();
      List<LeaseState> states = new ArrayList<>();
      for (LeaseAsk ask : asks) {
        Window window = window(ask.window());
        Escrow.Share mine = mine(window);
        List<Escrow.Share> others =
            window.shares.entrySet().stream()
                .filter(share -> !share.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
        Escrow.Outcome outcome = Escrow.share(ask, mine, others, nodes.size());
        Escrow.Share next =
            new Escrow.Share(
                ask.spentPico(), outcome.announcedPico(), outcome.leasePico(), mine.answered());
        window.shares.put(name, next);
        window.held.put(name, ask.exposurePico() - ask.spentPico());
        long recall =
            switch (outcome.verdict()) {
              case ENOUGH, EXHAUSTED -> 0;
              case WAITS -> ask.recall();
              case RECALLS -> ++window.recall;
            };
        if (outcome.verdict() == Escrow.Verdict.RECALLS) {
          tell(other -> other.recalled(ask.window(), window.recall));
        }
        states.add(state(window, next, recall, outcome.verdict() == Escrow.Verdict.EXHAUSTED));
      }
      after();
      return states;
    }

    private void tell(Consumer<Listener> what) {
      for (View other : nodes.values()) {
        if (other != this && other.hears) {
          what.accept(other.listener);
        }
      }
    }

    @Override
    public List<News> beat(List<LeaseReport> reports) throws Unavailable {
      before();
      for (LeaseReport report : reports) {
        hear(report);
      }
      List<News> news = new ArrayList<>();
      windows.forEach((window, its) -> {
        Escrow.Share share = its.shares.get(name);
        if (share != null) {
          news.add(
              new News(
                  window,
                  state(its, share, 0, false),
                  share.answered() < its.recall ? its.recall : 0));
        }
      });
      after();
      return news;
    }

    @Override
    public void leave() throws Unavailable {
      before();
      nodes.remove(name);
      after();
    }
  }

  View view(String name, LeaseStore.Listener listener) {
    return new View(name, listener);
  }

  private Window window(AccountWindow window) {
    return windows.computeIfAbsent(window, _ -> new Window());
  }

  /** A node has given no sign of life for long: what it has not announced is nobody's. */
  void expire(String node) {
    nodes.remove(node);
    for (Window window : windows.values()) {
      window.shares.computeIfPresent(
          node,
          (_, share) ->
              new Escrow.Share(
                  share.spentPico(),
                  share.announcedPico(),
                  share.announcedPico(),
                  share.answered()));
    }
  }

  /** What is leased of a window to all nodes together. */
  long leased(Scope scope) {
    long sum = 0;
    for (Map.Entry<AccountWindow, Window> window : windows.entrySet()) {
      if (window.getKey().scope().equals(scope)) {
        for (Escrow.Share share : window.getValue().shares.values()) {
          sum += share.leasePico();
        }
      }
    }
    return sum;
  }
}
