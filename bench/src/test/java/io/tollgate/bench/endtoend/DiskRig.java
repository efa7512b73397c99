package io.tollgate.bench.endtoend;

import io.tollgate.bench.audit.Books;
import io.tollgate.bench.audit.FastProviders;
import io.tollgate.bench.audit.LedgerPicture;
import io.tollgate.bench.audit.Order;
import io.tollgate.bench.audit.Seen;
import io.tollgate.bench.audit.Sighting;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.bench.rig.GatewayProcess;
import io.tollgate.bench.rig.Rig;
import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Verification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Simulated providers and the files of a gateway whose disk is about to fail. */
final class DiskRig implements AutoCloseable {

  static final Duration STEP = Duration.ofSeconds(60);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final Path ledger;
  final Path log;

  private final Rig rig;
  private final long seed;

  DiskRig(Path folder, long seed, String settings) throws IOException {
    this.rig = Rig.start(folder, FastProviders.all(seed), FastProviders.POLICIES, settings);
    this.seed = seed;
    this.ledger = folder.resolve("ledger");
    this.log = folder.resolve("gateway.log");
  }

  GatewayProcess start(List<String> launcher) throws IOException, InterruptedException {
    return GatewayProcess.startUnder(
            launcher,
            rig.files().config(),
            rig.adminPort(),
            log,
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"))
        .awaitReady();
  }

  KillLoad load(Lives lives, int senders) {
    return KillLoad.start(rig, lives, new SplittableRandom(seed), senders, DiskRig::harmless);
  }

  /** An order that only the disk can spoil: no provider fails, and its sender stays. */
  private static Order harmless(RandomGenerator random) {
    Order some = Order.some(random);
    return new Order(
        some.model(),
        some.stream(),
        some.includeUsage(),
        some.tokens(),
        "",
        some.filler(),
        Order.TO_THE_END);
  }

  Reply admin(String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rig.adminPort() + path))
            .timeout(STEP)
            .build());
  }

  Reply chat() {
    return send(
        HttpRequest.newBuilder(URI.create(rig.baseUrl() + "/chat/completions"))
            .timeout(STEP)
            .header("authorization", "Bearer " + rig.key())
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(Stage.chat("auto", "[[tokens:5]]")))
            .build());
  }

  private static Reply send(HttpRequest request) {
    try {
      return Stage.send(CLIENT, request);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  List<String> errorsLogged() throws IOException {
    return Files.readAllLines(log).stream().filter(line -> line.contains(" ERROR ")).toList();
  }

  /** Everything in the books that is not as clients saw it or as providers bill it. */
  List<String> problems(List<Seen> seen) throws InterruptedException {
    for (SimulatedProvider provider : rig.providers()) {
      if (!provider.billLog().awaitAllEnded(1, STEP)) {
        return List.of(provider.name() + " has requests that do not end");
      }
    }
    List<AttemptRow> rows = LedgerPicture.of(ledger).attempts();
    // Those that the ledger's failure ended prove nothing more by what they saw.
    List<Seen> others = seen.stream().filter(one -> !isLedgerError(one)).toList();
    List<String> problems = new ArrayList<>(Books.problems(rows, rig.providers(), others));
    Set<String> reached = new HashSet<>();
    rig.providers()
        .forEach(provider ->
            provider.billLog().records().forEach(bill -> reached.add(bill.clientRequestId())));
    rows.stream()
        .filter(row -> !row.state().equals("VOID"))
        .filter(row -> !reached.contains(row.request() + "-" + row.attempt()))
        .forEach(row -> problems.add("charged, and never sent: " + row));
    Verification found = LedgerVerifier.verify(ledger, (_, _) -> {});
    if (!found.isSound() || found.requestsOpen() > 0 || found.bytesPending() > 0) {
      problems.add("the ledger is not sound: " + found);
    }
    return problems;
  }

  static boolean isLedgerError(Seen seen) {
    return seen.sighting() instanceof Sighting.Failed(_, String error)
        && error.contains("\"code\":\"ledger_");
  }

  static long complete(List<Seen> seen) {
    return seen.stream().filter(one -> one.sighting() instanceof Sighting.Complete).count();
  }

  @Override
  public void close() {
    rig.close();
  }
}
