package io.tollgate.bench.load;

import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.ProviderCommand;
import io.tollgate.bench.provider.ProviderProfile;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.rig.GatewayProcess;
import io.tollgate.bench.rig.Rig;
import io.tollgate.bench.rig.RigFiles;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Progress;
import io.tollgate.gateway.ledger.SpendRow;
import io.tollgate.gateway.ledger.Verification;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a load run without targets measures: a simulated provider called directly, and a gateway in
 * front of it with authentication, routing, metrics and the durable ledger on; each in a process of
 * its own.
 */
final class OwnTargets implements AutoCloseable {

  private static final String MODEL = "sim";
  private static final int FIRST_PORT = 18_080;

  /** What {@link ProviderCommand} prints before its base URL. */
  private static final String LISTENING = "listening ";

  private static final String POLICIES =
      """
      policies:
        - name: default
          objective: {quality_point_usd: 0.00001, latency_second_usd: 0.00001}
          limits: {min_quality: 0.5}
          candidates: [class:local]
          rules:
            - name: tools
              when: request.tools > 0 && request.input_tokens > 2000
      """;

  private final Path folder;
  private final Process provider;
  private final GatewayProcess gateway;
  private final List<LoadTarget> targets;

  private OwnTargets(
      Path folder, Process provider, GatewayProcess gateway, List<LoadTarget> targets) {
    this.folder = folder;
    this.provider = provider;
    this.gateway = gateway;
    this.targets = targets;
  }

  /**
   * Starts both.
   *
   * @param settings further lines of the gateway's configuration
   * @param jvmOptions further options of its JVM
   */
  static OwnTargets start(List<String> settings, List<String> jvmOptions)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tollgate-load");
    String providerKey = "sk-simulated";
    Process provider = startProvider(providerKey);
    String baseUrl = awaitBaseUrl(provider);
    ProviderProfile profile =
        ProviderProfile.of("sim", 1, providerKey, List.of(SimulatedModel.instant(MODEL)));
    Model model =
        new Model(MODEL, ModelClass.LOCAL, 900_000, 1_000_000, 100_000, Set.of(Capability.TOOLS));
    DemoProvider described =
        new DemoProvider(ModelClass.LOCAL, profile, List.of(new Deployment("sim", MODEL, model)));
    String key = KeyText.generate(new SecureRandom());
    int dataPort = Rig.freePort(FIRST_PORT);
    int adminPort = Rig.freePort(dataPort + 1);
    RigFiles files = new RigFiles(folder);
    files.write(
        List.of(new RigFiles.Running(described, baseUrl)),
        key,
        POLICIES,
        "{ data_host: 127.0.0.1, data_port: " + dataPort + ", admin_port: " + adminPort + " }",
        String.join("", settings.stream().map(line -> line + "\n").toList()));
    GatewayProcess gateway =
        GatewayProcess.start(files.config(), adminPort, folder.resolve("gateway.log"), jvmOptions)
            .awaitReady();
    return new OwnTargets(
        folder,
        provider,
        gateway,
        List.of(
            new LoadTarget("direct", URI.create(baseUrl), providerKey, MODEL, provider.pid()),
            new LoadTarget(
                "tollgate",
                URI.create("http://127.0.0.1:" + dataPort + "/v1"),
                key,
                "auto",
                gateway.pid())));
  }

  private static Process startProvider(String key) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ProviderCommand.class.getName(), "--flat-out", "--key", key));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String awaitBaseUrl(Process provider) throws IOException {
    BufferedReader output =
        new BufferedReader(
            new InputStreamReader(provider.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    int urlEnd = line == null ? -1 : line.indexOf(' ', LISTENING.length());
    if (line == null || !line.startsWith(LISTENING) || urlEnd < 0) {
      provider.destroyForcibly();
      throw new IOException("the simulated provider did not start");
    }
    return line.substring(LISTENING.length(), urlEnd);
  }

  List<LoadTarget> targets() {
    return targets;
  }

  /**
   * Stops the gateway and holds its ledger against itself.
   *
   * @return what was found, as a sentence
   * @throws IOException if the ledger is not sound, or has requests that were not settled
   */
  String stopAndAudit() throws IOException, InterruptedException {
    int exitCode = gateway.terminate();
    Path ledger = folder.resolve("ledger");
    Verification verification = LedgerVerifier.verify(ledger, Progress.SILENT);
    if (exitCode != 0 || !verification.isSound() || verification.requestsOpen() > 0) {
      throw new IOException(
          "the gateway ended with "
              + exitCode
              + " and its ledger is not in order: "
              + verification);
    }
    try (LedgerReport report = LedgerReport.open(ledger)) {
      SpendRow total = report.total();
      if (total.unpricedAttempts() > 0) {
        throw new IOException(total.unpricedAttempts() + " attempts have no price");
      }
      return String.format(
          "The ledger is sound: %,d records, %,d requests settled at $%s, %,d without a charge.",
          verification.records(),
          total.requests(),
          total.amountUsd() == null ? "?" : total.amountUsd().stripTrailingZeros().toPlainString(),
          total.voided());
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    gateway.close();
    provider.destroyForcibly().waitFor();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
