package io.tollgate.bench.load;

import io.tollgate.bench.load.LedgerAudit.Booked;
import io.tollgate.bench.load.LedgerAudit.Expected;
import io.tollgate.bench.proxy.Placement;
import io.tollgate.bench.rig.GatewayProcess;
import io.tollgate.bench.rig.Rig;
import io.tollgate.bench.rig.RigFiles;
import io.tollgate.gateway.config.KeyFile;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Progress;
import io.tollgate.gateway.ledger.SpendRow;
import io.tollgate.gateway.ledger.Verification;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A gateway in a process of its own with authentication, routing, metrics and the durable ledger
 * on, and the audit of that ledger.
 */
final class OwnGateway implements AutoCloseable {

  private static final int FIRST_PORT = 18_080;

  /** One policy for each kind of answer, all of the same work. */
  private static final Map<Asked, String> POLICIES =
      Map.of(Asked.PLAIN, "default", Asked.STREAMED, "streamed", Asked.STALLED, "stalled");

  private final String name;
  private final Path folder;
  private final GatewayProcess process;
  private final LoadTarget target;
  private final double startSeconds;

  private OwnGateway(
      String name, Path folder, GatewayProcess process, LoadTarget target, double startSeconds) {
    this.name = name;
    this.folder = folder;
    this.process = process;
    this.target = target;
    this.startSeconds = startSeconds;
  }

  /**
   * Starts it and waits for its first answer.
   *
   * @param folder for its files, its log and its ledger
   * @param settings further lines of its configuration
   * @param jvmOptions further options of its JVM
   * @param keys virtual keys it knows, the one that is used included
   */
  static OwnGateway start(
      String name,
      Path folder,
      OwnProvider provider,
      Placement placement,
      List<String> settings,
      List<String> jvmOptions,
      int keys)
      throws IOException, InterruptedException {
    RandomGenerator random = new SecureRandom();
    String key = KeyText.generate(random);
    int dataPort = Rig.freePort(FIRST_PORT);
    int adminPort = Rig.freePort(dataPort + 1);
    RigFiles files = files(folder, provider, key, dataPort, adminPort, settings);
    if (keys > 1) {
      KeyFile.write(
          folder.resolve("keys.yaml"),
          Stream.concat(
                  Stream.of(key), Stream.generate(() -> KeyText.generate(random)).limit(keys - 1L))
              .map(OwnGateway::virtualKey)
              .toList());
    }
    long startNanos = System.nanoTime();
    GatewayProcess process =
        GatewayProcess.startUnder(
            placement.proxyLauncher(),
            files.config(),
            adminPort,
            folder.resolve("gateway.log"),
            jvmOptions);
    LoadTarget target =
        new LoadTarget(
            name, URI.create("http://127.0.0.1:" + dataPort + "/v1"), key, "auto", process.pid());
    try {
      double startSeconds = FirstAnswer.await(target, startNanos);
      return new OwnGateway(name, folder, process, target, startSeconds);
    } catch (IOException e) {
      process.close();
      throw e;
    }
  }

  /** Writes what a gateway in front of a provider is configured by. */
  static RigFiles files(
      Path folder,
      OwnProvider provider,
      String key,
      int dataPort,
      int adminPort,
      List<String> settings)
      throws IOException {
    RigFiles files = new RigFiles(folder);
    files.write(
        List.of(new RigFiles.Running(provider.described(), provider.baseUrl().toString())),
        key,
        policies(),
        "{ data_host: 127.0.0.1, data_port: " + dataPort + ", admin_port: " + adminPort + " }",
        settings.stream().map(line -> line + "\n").collect(Collectors.joining()));
    return files;
  }

  private static VirtualKey virtualKey(String key) {
    return new VirtualKey(
        Objects.requireNonNull(KeyText.publicId(key)),
        "load",
        HexFormat.of().formatHex(KeyText.digest(key)),
        null);
  }

  private static String policies() {
    return "policies:\n"
        + POLICIES.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(policy -> policy(policy.getValue(), OwnProvider.candidates(policy.getKey())))
            .collect(Collectors.joining());
  }

  private static String policy(String name, String candidates) {
    return """
      - name: %s
        objective: {quality_point_usd: 0.00001, latency_second_usd: 0.00001}
        limits: {min_quality: 0.5}
        candidates: [%s]
        rules:
          - name: tools
            when: request.tools > 0 && request.input_tokens > 2000
    """
        .formatted(name, candidates);
  }

  /** As one that takes part under these loads and gives these kinds of answer. */
  Contestant contestant(Set<Measure> measures, Set<Asked> kinds) {
    Map<Asked, String> models =
        POLICIES.entrySet().stream()
            .filter(policy -> kinds.contains(policy.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, policy -> "auto/" + policy.getValue()));
    return new Contestant(target, models, measures, true);
  }

  /** How reports call it. */
  String name() {
    return name;
  }

  /** From the start of the process to its first answer. */
  double startSeconds() {
    return startSeconds;
  }

  /**
   * Stops it, and holds its ledger against itself and against what the generator saw.
   *
   * @param plain whole plain answers, the first of all not included
   * @param streamed whole streamed answers
   * @param cut streams that began and were cut
   * @return what was found right, as a sentence
   * @throws AuditException if something is wrong; the message has both figures
   */
  String stopAndAudit(long plain, long streamed, long cut)
      throws AuditException, InterruptedException {
    int exitCode = process.terminate();
    Path ledger = folder.resolve("ledger");
    Verification verification = LedgerVerifier.verify(ledger, Progress.SILENT);
    if (exitCode != 0 || !verification.isSound() || verification.requestsOpen() > 0) {
      throw new AuditException(
          "%s ended with %d and its ledger is not in order: %s"
              .formatted(name, exitCode, verification));
    }
    List<Expected> expected =
        Stream.of(
                // And the first answer of all.
                expected(Asked.PLAIN, plain + 1),
                expected(Asked.STREAMED, streamed),
                new Expected(OwnProvider.deployment(Asked.STALLED), cut, null))
            .filter(one -> one.requests() > 0)
            .toList();
    List<String> differences;
    try (LedgerReport report = LedgerReport.open(ledger)) {
      differences =
          LedgerAudit.differences(
              expected,
              LedgerAudit.together(
                  report.spend(LedgerReport.By.DEPLOYMENT).stream()
                      .map(OwnGateway::booked)
                      .toList()));
    }
    if (!differences.isEmpty()) {
      throw new AuditException(name + ": " + String.join(" ", differences));
    }
    return LedgerAudit.sentence(name, expected);
  }

  private static Expected expected(Asked asked, long requests) {
    return new Expected(OwnProvider.deployment(asked), requests, OwnProvider.pico(asked));
  }

  private static Booked booked(SpendRow row) {
    BigDecimal dollars = row.amountUsd();
    return new Booked(
        OwnProvider.original(row.name()),
        row.requests(),
        row.attempts(),
        dollars == null ? null : dollars.movePointRight(12).toBigIntegerExact());
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
