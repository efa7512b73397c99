package io.tollgate.gateway.config;

import io.tollgate.gateway.alerts.AlertSettings;
import io.tollgate.gateway.ledger.Durability;
import io.tollgate.gateway.quality.DecisionLog;
import io.tollgate.gateway.quality.MeasurementSettings;
import io.tollgate.gateway.store.StoreSettings;
import io.tollgate.gateway.upstream.Deadlines;
import io.tollgate.gateway.upstream.Provider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything the gateway is told by its configuration.
 *
 * @param node the name of this gateway in its journal
 * @param listen where it listens
 * @param dataDir where the ledger lives
 * @param durability when a ledger entry counts as written
 * @param catalogFiles model catalogues beside the built-in one, later ones override
 * @param priceFiles price files beside the built-in one, later ones override
 * @param policyFile the routing policies, or {@code null} for the built-in ones
 * @param qualityModelFile what is known of the quality of models, or {@code null} for what Tollgate
 *     brings
 * @param keyFile the virtual keys
 * @param limits bounds on what a client may ask for
 * @param drain how long running requests may take once the gateway is told to stop
 * @param resendLost whether a request whose connection broke before an answer is sent to the next
 *     deployment of the plan
 * @param measurement bounds on what is measured of the quality of answers
 * @param alerts whom to tell of what happens to budgets
 * @param admin who may use the admin API
 * @param eventLoops event loops that serve requests, at least 1
 * @param store what it shares with other gateways, or {@code null}
 * @param providers where requests can go
 */
public record GatewayConfig(
    String node,
    Listen listen,
    Path dataDir,
    Durability durability,
    List<Path> catalogFiles,
    List<Path> priceFiles,
    @Nullable Path policyFile,
    @Nullable Path qualityModelFile,
    Path keyFile,
    Limits limits,
    Duration drain,
    boolean resendLost,
    MeasurementSettings measurement,
    AlertSettings alerts,
    AdminSettings admin,
    int eventLoops,
    @Nullable StoreSettings store,
    List<Provider> providers) {

  /** The grace of a drain where nothing is configured: as long as a call may take by default. */
  public static final Duration DRAIN = Deadlines.DEFAULTS.total();

  public GatewayConfig {
    catalogFiles = List.copyOf(catalogFiles);
    priceFiles = List.copyOf(priceFiles);
    providers = List.copyOf(providers);
  }

  static Path mirror(Path dataDir) {
    return dataDir.resolve("store");
  }

  /** Where this node's copies of the documents are that all nodes go by. */
  public Path mirror() {
    return mirror(dataDir);
  }

  /** The name of the document that a file is the copy of, or {@code null} where it is none. */
  public @Nullable String document(Path file) {
    return store != null && mirror().equals(file.getParent())
        ? file.getFileName().toString()
        : null;
  }

  /** The names of the documents among the files that are named. */
  public NavigableSet<String> documents() {
    NavigableSet<String> names = new TreeSet<>();
    Stream.of(
            Stream.ofNullable(policyFile),
            Stream.of(keyFile),
            priceFiles.stream(),
            catalogFiles.stream())
        .flatMap(files -> files)
        .map(this::document)
        .filter(Objects::nonNull)
        .forEach(names::add);
    return names;
  }

  /** The same with the copies of its documents elsewhere. */
  GatewayConfig withMirror(Path folder) {
    return new GatewayConfig(
        node,
        listen,
        dataDir,
        durability,
        catalogFiles.stream().map(file -> moved(file, folder)).toList(),
        priceFiles.stream().map(file -> moved(file, folder)).toList(),
        policyFile == null ? null : moved(policyFile, folder),
        qualityModelFile,
        moved(keyFile, folder),
        limits,
        drain,
        resendLost,
        measurement,
        alerts,
        admin,
        eventLoops,
        store,
        providers);
  }

  private Path moved(Path file, Path folder) {
    String name = document(file);
    return name == null ? file : folder.resolve(name);
  }

  /** The same with what a running gateway cannot change as it is in another one. */
  GatewayConfig withFixedSettingsOf(GatewayConfig running) {
    GatewayConfig moved = withMirror(running.mirror());
    return new GatewayConfig(
        running.node,
        running.listen,
        running.dataDir,
        running.durability,
        moved.catalogFiles,
        moved.priceFiles,
        moved.policyFile,
        qualityModelFile,
        moved.keyFile,
        limits,
        drain,
        resendLost,
        measurement,
        alerts,
        admin,
        running.eventLoops,
        running.store,
        providers);
  }

  /** The same with these providers. */
  public GatewayConfig withProviders(List<Provider> others) {
    return new GatewayConfig(
        node,
        listen,
        dataDir,
        durability,
        catalogFiles,
        priceFiles,
        policyFile,
        qualityModelFile,
        keyFile,
        limits,
        drain,
        resendLost,
        measurement,
        alerts,
        admin,
        eventLoops,
        store,
        others);
  }

  /** The same with these model catalogues and price files. */
  public GatewayConfig withModels(List<Path> otherCatalogs, List<Path> otherPrices) {
    return new GatewayConfig(
        node,
        listen,
        dataDir,
        durability,
        otherCatalogs,
        otherPrices,
        policyFile,
        qualityModelFile,
        keyFile,
        limits,
        drain,
        resendLost,
        measurement,
        alerts,
        admin,
        eventLoops,
        store,
        providers);
  }

  /**
   * The two listeners.
   *
   * @param dataHost address of the data plane
   * @param dataPort its port; 0 for any free one
   * @param adminHost address of the admin plane, which should not be reachable from outside
   * @param adminPort its port; 0 for any free one
   */
  public record Listen(String dataHost, int dataPort, String adminHost, int adminPort) {

    /** Data on 8080 of every address, admin on 8081 of loopback. */
    public static final Listen DEFAULTS = new Listen("0.0.0.0", 8080, "127.0.0.1", 8081);
  }

  /**
   * Bounds on what clients may ask for, send slowly, or make the gateway keep.
   *
   * @param bodyBytesMax request body in bytes
   * @param answerBytesMax plain answer of a provider in bytes
   * @param eventBytesMax one event of a provider's stream in bytes
   * @param requestLineBytesMax request line in bytes
   * @param headerBytesMax all request headers in bytes
   * @param concurrentRequestsMax requests inside the gateway at one time
   * @param connectionsMax clients' connections at one time; the process's file descriptors may
   *     allow fewer
   * @param connectionsPerAddressMax those of one address; 0 for no bound but the other one
   * @param heldBytesMax request bodies and gathered answers in memory at one time; 0 for {@link
   *     #HELD_PERCENT} % of the heap
   * @param times how long a client may take
   * @param idempotency what is kept for repeated requests
   * @param responses what is kept of answers of the Responses API, for requests that go on from
   *     them
   * @param feedback which requests feedback is taken for
   */
  public record Limits(
      int bodyBytesMax,
      int answerBytesMax,
      int eventBytesMax,
      int requestLineBytesMax,
      int headerBytesMax,
      int concurrentRequestsMax,
      int connectionsMax,
      int connectionsPerAddressMax,
      long heldBytesMax,
      ClientTimes times,
      Kept idempotency,
      Kept responses,
      DecisionLog.Bounds feedback) {

    /** The share of the heap that bodies and answers may fill, in percent, unless it is set. */
    public static final int HELD_PERCENT = 40;

    /** 32 MiB bodies and answers, 4 MiB events, 10,000 connections and requests at a time. */
    public static final Limits DEFAULTS =
        new Limits(
            32 << 20,
            32 << 20,
            4 << 20,
            4096,
            32 << 10,
            10_000,
            10_000,
            0,
            0,
            ClientTimes.DEFAULTS,
            Kept.DEFAULTS,
            Kept.DEFAULTS,
            DecisionLog.Bounds.DEFAULTS);

    private static final long HELD_BYTES = Runtime.getRuntime().maxMemory() / 100 * HELD_PERCENT;

    /** {@link #heldBytesMax}, or the share of this process's heap if it is not set. */
    public long heldBytes() {
      return heldBytesMax > 0 ? heldBytesMax : HELD_BYTES;
    }
  }

  /**
   * How long a client may take. A stream that waits for its next token is nobody's fault here: the
   * provider's deadlines say how long that may be.
   *
   * @param headRead time for a request head to arrive, from its first byte or from the connection
   * @param bodyRead time for a request body to arrive
   * @param keepAlive time that a connection may stay open between two requests
   * @param writeStall time in which a client has to take at least one of the bytes that wait for it
   */
  public record ClientTimes(
      Duration headRead, Duration bodyRead, Duration keepAlive, Duration writeStall) {

    /** 10 s for a head, 30 s for a body, 75 s between requests, 60 s without reading. */
    public static final ClientTimes DEFAULTS =
        new ClientTimes(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            Duration.ofSeconds(60));
  }

  /**
   * How long and how many answers are kept in memory, to be given again or gone on from.
   *
   * @param ttl how long an answer is kept
   * @param bytesMax answers kept at one time, in bytes; 0 keeps none
   */
  public record Kept(Duration ttl, long bytesMax) {

    /** 24 hours, 64 MiB. */
    public static final Kept DEFAULTS = new Kept(Duration.ofHours(24), 64 << 20);
  }
}
