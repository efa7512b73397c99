package io.tollgate.gateway.limit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** A store of shares in memory, which answers as the network lets it. */
final class MemoryShares {

  enum Network {
    GOOD,
    CUT_BEFORE,
    CUT_AFTER
  }

  private record Row(long share, long demand, long need) {}

  private final LongSupplier nowMs;
  private final Map<ShareStore.Key, TreeMap<String, Row>> rows = new HashMap<>();
  private final Map<String, Long> joins = new HashMap<>();
  private final Set<String> running = new HashSet<>();
  private final List<View> views = new ArrayList<>();

  MemoryShares(LongSupplier nowMs) {
    this.nowMs = nowMs;
  }

  /** A node is there, with what others have not taken from it; or anew, with nothing. */
  void join(String node, boolean anew) {
    running.add(node);
    joins.merge(node, 1L, Long::sum);
    if (anew) {
      rows.values().forEach(all -> all.remove(node));
    }
  }

  void expire(String node) {
    running.remove(node);
  }

  boolean isRunning(String node) {
    return running.contains(node);
  }

  long granted(ShareStore.Key key) {
    return rows.getOrDefault(key, new TreeMap<>()).entrySet().stream()
        .filter(row -> running.contains(row.getKey()))
        .mapToLong(row -> row.getValue().share())
        .sum();
  }

  View view(String node) {
    views.removeIf(view -> view.node.equals(node));
    View view = new View(node);
    views.add(view);
    return view;
  }

  /** The store as one node sees it. */
  final class View implements ShareStore {
    private final String node;
    private final Set<Key> calls = new HashSet<>();
    Network network = Network.GOOD;
    boolean hears = true;
    int answers;

    private View(String node) {
      this.node = node;
    }

    Set<Key> takeCalls() {
      Set<Key> taken = Set.copyOf(calls);
      calls.clear();
      return taken;
    }

    @Override
    public long joins() {
      return joins.getOrDefault(node, 0L);
    }

    @Override
    public Optional<List<ShareView>> exchange(List<Report> reports) throws Unavailable {
      if (network == Network.CUT_BEFORE) {
        throw new Unavailable("cut before", null);
      }
      Optional<List<ShareView>> answer = answer(reports);
      if (network == Network.CUT_AFTER) {
        throw new Unavailable("cut after", null);
      }
      answers++;
      return answer;
    }

    private Optional<List<ShareView>> answer(List<Report> reports) {
      if (!running.contains(node)) {
        return Optional.empty();
      }
      List<ShareView> answers = new ArrayList<>();
      for (Report report : reports) {
        TreeMap<String, Row> all =
            rows.computeIfAbsent(report.key(), _ -> new TreeMap<>(Comparator.naturalOrder()));
        all.keySet().removeIf(other -> !running.contains(other));
        long before = all.getOrDefault(node, new Row(0, 0, 0)).share();
        all.remove(node);
        long free = report.bound() - all.values().stream().mapToLong(Row::share).sum();
        long granted = Math.max(Math.min(before, report.held()), Math.min(report.wanted(), free));
        boolean tells =
            granted < report.wanted()
                || (granted < before
                    && all.values().stream().anyMatch(row -> row.demand() > row.share()));
        all.put(node, new Row(granted, report.demand(), report.need()));
        if (tells) {
          views.stream()
              .filter(view -> !view.node.equals(node) && view.hears)
              .forEach(view -> view.calls.add(report.key()));
        }
        answers.add(
            new ShareView(
                all.entrySet().stream()
                    .map(row ->
                        new Share(
                            row.getKey().equals(node),
                            row.getValue().share(),
                            row.getValue().demand(),
                            row.getValue().need()))
                    .toList(),
                running.size(),
                nowMs.getAsLong() / 1_000));
      }
      return Optional.of(answers);
    }
  }
}
