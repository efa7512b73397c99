package io.tollgate.bench.chaos;

import io.tollgate.bench.audit.Books;
import io.tollgate.bench.audit.FastProviders;
import io.tollgate.bench.audit.JournalTally;
import io.tollgate.bench.audit.LedgerPicture;
import io.tollgate.bench.audit.Order;
import io.tollgate.bench.audit.Seen;
import io.tollgate.bench.audit.Sender;
import io.tollgate.bench.audit.Sighting;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.bench.rig.GatewayProcess;
import io.tollgate.bench.rig.Rig;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Verification;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sends traffic through a gateway of its own process while everything around it fails, and holds
 * its books, its answers and its vitals against what they must be.
 */
public final class ChaosRun {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern CODE = Pattern.compile("\"code\":\"([^\"]*)\"");

  /** Codes by which the gateway says that the failure is its own. */
  private static final List<String> OWN_CODES =
      List.of("internal_error", "ledger_unavailable", "overloaded", "ledger_full", "ledger_busy");

  /** One after the other, so that no cold gateway is judged by what a warm one is sent. */
  private static final int WARM_UP_REQUESTS = 200;

  /** Long enough for any answer on a busy machine, short enough for a stall to end. */
  private static final String DEADLINES =
      "    deadlines: { connect: 2s, first_token: 15s, between_events: 10s, total: 60s }\n";

  private static final String POLICIES =
      FastProviders.POLICIES
          + """
            - name: impatient
              candidates: [class:local, class:open-moe, class:frontier]
              patience: { first_token: 400ms, hedge_after: 150ms }
          """;

  private final ChaosPlan plan;
  private final Path folder;
  private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());

  /**
   * A run.
   *
   * @param folder where its files, its ledger and the gateway's log go
   */
  public ChaosRun(ChaosPlan plan, Path folder) {
    this.plan = plan;
    this.folder = folder;
  }

  /**
   * Runs it to its end.
   *
   * @param progress is told the share that is done, about once a second
   */
  public ChaosReport run(DoubleConsumer progress) throws IOException, InterruptedException {
    try (Rig rig =
        Rig.start(
            folder,
            FastProviders.all(plan.seed()),
            POLICIES,
            "drain: 60s\nlimits: { event_bytes: 65536 }\n")) {
      Path config = rig.files().config();
      Files.writeString(
          config,
          Files.readString(config).replaceAll("(?m)^(    key: file:.*\n)", "$1" + DEADLINES));
      Path log = folder.resolve("gateway.log");
      List<String> options =
          new ArrayList<>(List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"));
      options.addAll(plan.jvmOptions());
      try (GatewayProcess gateway =
          GatewayProcess.start(config, rig.adminPort(), log, options).awaitReady()) {
        Vitals vitals = new Vitals(gateway.pid());
        long[] heap = load(rig, vitals, progress);
        int exit = gateway.terminate();
        return report(rig, vitals, new Growth(heap[0], heap[1]), exit, log);
      }
    }
  }

  /** Sends everything, and gives the live heap early and late. */
  private long[] load(Rig rig, Vitals vitals, DoubleConsumer progress)
      throws IOException, InterruptedException {
    ChaosOrders orders = new ChaosOrders(plan);
    Sender sender = new Sender(rig.baseUrl(), rig.key(), () -> {});
    long[] heap = new long[2];
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < WARM_UP_REQUESTS; i++) {
        send(sender, client, new Order("auto", i % 2 == 0, true, 20, "", 20, Order.TO_THE_END));
      }
      long start = System.nanoTime();
      long gap = TimeUnit.SECONDS.toNanos(1) / plan.requestsPerSecond();
      long all = plan.length().toNanos() / gap;
      for (long i = 0; i < all; i++) {
        Order order = orders.next();
        LockSupport.parkNanos(start + i * gap - System.nanoTime());
        threads.execute(() -> send(sender, client, order));
        if (i % plan.requestsPerSecond() == 0) {
          vitals.sample();
          progress.accept((double) i / all);
        }
        if (i == all / 4) {
          heap[0] = vitals.liveHeapBytes();
        }
      }
      heap[1] = vitals.liveHeapBytes();
    }
    return heap;
  }

  private void send(Sender sender, HttpClient client, Order order) {
    try {
      seen.add(new Seen(order, 1, sender.send(order, client)));
    } catch (InterruptedException | RuntimeException e) {
      seen.add(new Seen(order, 1, new Sighting.Wrong(null, "the sender failed: " + e)));
    }
  }

  private ChaosReport report(Rig rig, Vitals vitals, Growth heap, int exit, Path log)
      throws IOException, InterruptedException {
    List<String> verdicts = new ArrayList<>();
    long upstream = 0;
    for (SimulatedProvider provider : rig.providers()) {
      if (!provider.billLog().awaitAllEnded(1, PATIENCE)) {
        verdicts.add(provider.name() + " still answers somebody");
      }
      upstream += provider.billLog().records().size();
    }
    if (exit != 0) {
      verdicts.add("the gateway ended with status " + exit);
    }
    Path ledger = folder.resolve("ledger");
    Verification verification = LedgerVerifier.verify(ledger, (_, _) -> {});
    LedgerPicture picture = LedgerPicture.of(ledger);
    List<String> breaches =
        new ArrayList<>(Books.problems(picture.attempts(), rig.providers(), seen));
    breaches.addAll(JournalTally.of(ledger).problems());
    if (!verification.isSound() || verification.requestsOpen() > 0) {
      breaches.add(verification.toString());
    }
    logged(log, " ERROR ").forEach(line -> verdicts.add("logged: " + line));
    return new ChaosReport(
        plan,
        seen.size(),
        count(Sighting.Complete.class),
        seen.stream()
            .filter(one -> one.sighting() instanceof Sighting.Complete c && c.attempts() > 1)
            .count(),
        failures(),
        count(Sighting.Left.class),
        seen.stream().filter(ChaosRun::isGatewayCaused).map(Seen::toString).toList(),
        picture.attempts().size(),
        upstream,
        vitals.resident(),
        heap,
        vitals.threads(),
        vitals.descriptors(),
        logged(log, "has been blocked for").size(),
        breaches,
        verdicts);
  }

  private static List<String> logged(Path log, String text) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(text)).limit(20).toList();
    }
  }

  private long count(Class<? extends Sighting> kind) {
    return seen.stream().filter(one -> kind.isInstance(one.sighting())).count();
  }

  private Map<String, Long> failures() {
    Map<String, Long> failures = new TreeMap<>();
    for (Seen one : seen) {
      if (one.sighting() instanceof Sighting.Failed failed) {
        failures.merge(code(failed), 1L, Long::sum);
      }
    }
    return failures;
  }

  private static String code(Sighting.Failed failed) {
    Matcher code = CODE.matcher(failed.error());
    return code.find() ? code.group(1) : "without a code";
  }

  private static boolean isGatewayCaused(Seen one) {
    return switch (one.sighting()) {
      case Sighting.Wrong _, Sighting.Unsent _ -> true;
      // The JDK's client may drop the error event when the connection breaks right behind it.
      case Sighting.Indeterminate _ -> one.order().fault().isEmpty();
      case Sighting.Failed failed -> OWN_CODES.contains(code(failed));
      case Sighting.Complete _, Sighting.Left _ -> false;
    };
  }
}
