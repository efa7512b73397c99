package io.tollgate.bench.load;

import io.tollgate.bench.proxy.Placement;
import io.tollgate.bench.proxy.PlainProxy;
import io.tollgate.bench.proxy.Programs;
import io.tollgate.bench.proxy.ProxyProcess;
import io.tollgate.bench.rig.Rig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a load run without targets measures: a simulated provider called directly, plain proxies and
 * gateways in front of it; each in a process of its own.
 */
final class OwnTargets implements AutoCloseable {

  private static final int FIRST_PORT = 19_080;

  private final Path folder;
  private final Placement placement;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final List<OwnGateway> gateways = new ArrayList<>();
  private final List<Contestant> contestants = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Double> startSeconds = new LinkedHashMap<>();
  private long providerPid;

  private OwnTargets(Path folder, Placement placement) {
    this.folder = folder;
    this.placement = placement;
  }

  /**
   * What is to be started.
   *
   * @param servers names of those that take part beside the provider
   * @param directMeasures loads under which the provider itself is measured
   * @param placement what runs where
   * @param connectionsMax connections of clients at one time, for proxies that have to be told
   * @param settings further lines of the gateways' configuration
   * @param jvmOptions further options of the gateways' JVMs
   */
  record Wanted(
      Set<String> servers,
      Set<Measure> directMeasures,
      Placement placement,
      int connectionsMax,
      List<String> settings,
      List<String> jvmOptions) {}

  /** Starts all of it, and moves this process to the CPUs of the load. */
  static OwnTargets start(Wanted wanted) throws IOException, InterruptedException {
    OwnTargets own = new OwnTargets(Files.createTempDirectory("tollgate-load"), wanted.placement());
    try {
      own.startAll(wanted);
      return own;
    } catch (IOException | InterruptedException | RuntimeException e) {
      own.close();
      throw e;
    }
  }

  private void startAll(Wanted wanted) throws IOException, InterruptedException {
    placement.moveToLoad(ProcessHandle.current().pid());
    OwnProvider provider = OwnProvider.start(placement, 1);
    running.push(provider);
    providerPid = provider.pid();
    contestants.add(
        new Contestant(
            target(Contestant.DIRECT, provider.baseUrl(), provider.pid()),
            OwnProvider.models(),
            wanted.directMeasures(),
            // Whatever else is warmed up asks it.
            false));
    if (wanted.servers().contains(Contestant.BARE)) {
      add(ProxyProcess.bare(placement, freePort(), provider.root(), folder));
    }
    Programs programs = Programs.on(System.getenv().getOrDefault("PATH", ""));
    for (PlainProxy proxy : PlainProxy.ALL) {
      if (wanted.servers().contains(proxy.program())) {
        addPlain(proxy, programs.find(proxy.program()), provider, wanted.connectionsMax());
      }
    }
    noteMissing(wanted.servers(), programs);
    if (wanted.servers().contains(Contestant.TOLLGATE)) {
      addGateway(
          Contestant.TOLLGATE,
          provider,
          wanted,
          List.of(),
          EnumSet.allOf(Measure.class),
          EnumSet.allOf(Asked.class));
    }
    if (wanted.servers().contains(Contestant.TOLLGATE_DISK)) {
      addGateway(
          Contestant.TOLLGATE_DISK,
          provider,
          wanted,
          List.of("durability: disk"),
          EnumSet.of(Measure.PLAIN_OPEN),
          EnumSet.of(Asked.PLAIN));
    }
  }

  private void addPlain(
      PlainProxy proxy, @Nullable Path program, OwnProvider provider, int connectionsMax)
      throws IOException, InterruptedException {
    if (program != null) {
      add(
          ProxyProcess.plain(
              proxy, program, placement, freePort(), provider.root(), connectionsMax, folder));
    }
  }

  private void noteMissing(Set<String> servers, Programs programs) {
    List<String> missing =
        PlainProxy.ALL.stream()
            .filter(proxy -> servers.contains(proxy.program()))
            .filter(proxy -> programs.find(proxy.program()) == null)
            .map(PlainProxy::debianPackage)
            .toList();
    if (!missing.isEmpty()) {
      notes.add(
          "Not installed and therefore not measured; on Debian: apt install "
              + String.join(" ", missing)
              + ".");
    }
  }

  private void add(ProxyProcess proxy) {
    running.push(proxy);
    URI baseUrl = URI.create("http://127.0.0.1:" + proxy.port() + "/v1");
    contestants.add(
        new Contestant(
            target(proxy.name(), baseUrl, proxy.pid()),
            OwnProvider.models(),
            EnumSet.allOf(Measure.class),
            proxy.name().equals(Contestant.BARE)));
  }

  private void addGateway(
      String name,
      OwnProvider provider,
      Wanted wanted,
      List<String> ownSettings,
      Set<Measure> measures,
      Set<Asked> kinds)
      throws IOException, InterruptedException {
    List<String> settings = new ArrayList<>(wanted.settings());
    settings.addAll(ownSettings);
    OwnGateway gateway =
        OwnGateway.start(
            name,
            Files.createDirectory(folder.resolve(name)),
            provider,
            placement,
            settings,
            wanted.jvmOptions(),
            1);
    running.push(gateway);
    gateways.add(gateway);
    contestants.add(gateway.contestant(measures, kinds));
    startSeconds.put(name, gateway.startSeconds());
  }

  private static LoadTarget target(String name, URI baseUrl, long pid) {
    return new LoadTarget(name, baseUrl, OwnProvider.KEY, "", pid);
  }

  private static int freePort() throws IOException {
    return Rig.freePort(FIRST_PORT);
  }

  List<Contestant> contestants() {
    return List.copyOf(contestants);
  }

  /** The meter of the provider and of this process, which make the load. */
  ProcessMeter loadSide() {
    return ProcessMeter.ofAll(providerPid, ProcessHandle.current().pid());
  }

  Setting setting() {
    return new Setting(
        placement.sentence(),
        placement.load().isEmpty() ? 0 : placement.loadCpus(),
        notes,
        startSeconds);
  }

  /**
   * Stops the gateways and holds their ledgers against what the generator saw.
   *
   * @return what was found right, a sentence each
   * @throws AuditException if something is wrong
   */
  List<String> stopAndAudit(LoadFindings findings) throws AuditException, InterruptedException {
    List<String> sentences = new ArrayList<>();
    for (OwnGateway gateway : gateways) {
      sentences.add(
          gateway.stopAndAudit(
              findings.answered(gateway.name(), false),
              findings.answered(gateway.name(), true),
              findings.cut(gateway.name())));
    }
    return sentences;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (AutoCloseable one : running) {
      try {
        one.close();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("a process of the run could not be ended", e);
      }
    }
    placement.release(ProcessHandle.current().pid());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
