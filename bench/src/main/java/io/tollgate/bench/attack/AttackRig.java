package io.tollgate.bench.attack;

import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.Pace;
import io.tollgate.bench.provider.ProviderProfile;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.rig.GatewayProcess;
import io.tollgate.bench.rig.Rig;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A gateway in a process of its own, with a heap of a given size, in front of a provider of long
 * streams and one of quick answers, both within this process and flat out.
 */
final class AttackRig implements AutoCloseable {

  /** A model of quick answers, for well-behaved clients. */
  static final String QUICK = "quick/short";

  /** A model of long streams. */
  static final String LONG = "wordy/long";

  private static final int EVENTS_PER_WRITE = 16;

  private static final String POLICIES =
      """
      policies:
        - name: default
          candidates: [quick/short, wordy/long]
      """;

  /** The heap after a collection, as the JVM's log of collections has it: 120M->80M(256M). */
  private static final Pattern COLLECTION = Pattern.compile("->(\\d+)M\\(");

  private final Path folder;
  private final Rig rig;
  private final GatewayProcess gateway;

  private AttackRig(Path folder, Rig rig, GatewayProcess gateway) {
    this.folder = folder;
    this.rig = rig;
    this.gateway = gateway;
  }

  /**
   * Starts all of it.
   *
   * @param heap the gateway's {@code -Xmx}
   * @param longTokens tokens of a long stream
   * @param limits further limits of the gateway, may be empty
   */
  static AttackRig start(String heap, int longTokens, String limits)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tollgate-attack");
    Rig rig =
        Rig.start(
            folder,
            List.of(provider("quick", "short", 24), provider("wordy", "long", longTokens)),
            POLICIES,
            limits.isEmpty() ? "" : "limits: { " + limits + " }\n");
    GatewayProcess gateway =
        GatewayProcess.start(
                rig.files().config(),
                rig.adminPort(),
                folder.resolve("gateway.log"),
                List.of("-Xmx" + heap, "-Xlog:gc:file=" + folder.resolve("gc.log")))
            .awaitReady();
    return new AttackRig(folder, rig, gateway);
  }

  private static DemoProvider provider(String name, String modelName, int tokens) {
    SimulatedModel instant = SimulatedModel.instant(modelName);
    SimulatedModel model =
        new SimulatedModel(
            modelName,
            Duration.ZERO,
            SimulatedModel.UNPACED,
            instant.prices(),
            instant.usageStyle(),
            0,
            0,
            tokens);
    return new DemoProvider(
        ModelClass.LOCAL,
        // Not a secret: the key of a server that exists only here and now.
        ProviderProfile.of(name, 1, "sk-simulated", List.of(model))
            .at(new Pace.FlatOut(EVENTS_PER_WRITE)),
        List.of(
            new Deployment(
                name,
                modelName,
                new Model(modelName, ModelClass.LOCAL, 900_000, 1_000_000, 100_000, Set.of()))));
  }

  int dataPort() {
    return rig.dataPort();
  }

  String key() {
    return rig.key();
  }

  long pid() {
    return gateway.pid();
  }

  Path ledger() {
    return folder.resolve("ledger");
  }

  /** What the gateway has printed so far. */
  String log() throws IOException {
    return Files.readString(folder.resolve("gateway.log"));
  }

  /** The gateway's heap after its latest collection, in bytes; 0 before the first. */
  long heapAfterCollection() throws IOException {
    List<String> sizes = new ArrayList<>();
    Matcher collection = COLLECTION.matcher(Files.readString(folder.resolve("gc.log")));
    while (collection.find()) {
      sizes.add(collection.group(1));
    }
    return sizes.isEmpty() ? 0 : Long.parseLong(sizes.getLast()) << 20;
  }

  /** Ends the gateway in order and gives its exit status. */
  int stopGateway() throws InterruptedException {
    return gateway.terminate();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    gateway.close();
    rig.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
