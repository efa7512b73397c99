package io.tollgate.gateway.config;

import io.tollgate.gateway.ledger.Durability;
import io.tollgate.gateway.upstream.Deadlines;
import io.tollgate.gateway.upstream.Provider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
 * @param keyFile the virtual keys
 * @param limits bounds on what a client may ask for
 * @param drain how long running requests may take once the gateway is told to stop
 * @param resendLost whether a request whose connection broke before an answer is sent to the next
 *     deployment of the plan
 * @param eventLoops event loops that serve requests, at least 1
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
    Path keyFile,
    Limits limits,
    Duration drain,
    boolean resendLost,
    int eventLoops,
    List<Provider> providers) {

  /** The grace of a drain where nothing is configured: as long as a call may take by default. */
  public static final Duration DRAIN = Deadlines.DEFAULTS.total();

  public GatewayConfig {
    catalogFiles = List.copyOf(catalogFiles);
    priceFiles = List.copyOf(priceFiles);
    providers = List.copyOf(providers);
  }

  /** The same with what a running gateway cannot change as it is in another one. */
  GatewayConfig withFixedSettingsOf(GatewayConfig running) {
    return new GatewayConfig(
        running.node,
        running.listen,
        running.dataDir,
        running.durability,
        catalogFiles,
        priceFiles,
        policyFile,
        keyFile,
        limits,
        drain,
        resendLost,
        running.eventLoops,
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
        keyFile,
        limits,
        drain,
        resendLost,
        eventLoops,
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
        keyFile,
        limits,
        drain,
        resendLost,
        eventLoops,
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
   * Bounds on what a client may ask for.
   *
   * @param bodyBytesMax request body in bytes
   * @param answerBytesMax plain answer of a provider in bytes
   * @param eventBytesMax one event of a provider's stream in bytes
   * @param requestLineBytesMax request line in bytes
   * @param headerBytesMax all request headers in bytes
   * @param concurrentRequestsMax requests inside the gateway at one time
   * @param bodyRead time for a request body to arrive
   * @param idle time without any traffic after which a client's connection is closed
   */
  public record Limits(
      int bodyBytesMax,
      int answerBytesMax,
      int eventBytesMax,
      int requestLineBytesMax,
      int headerBytesMax,
      int concurrentRequestsMax,
      Duration bodyRead,
      Duration idle) {

    /** 32 MiB bodies and answers, 4 MiB events, 10,000 requests at a time, 30 s for a body. */
    public static final Limits DEFAULTS =
        new Limits(
            32 << 20,
            32 << 20,
            4 << 20,
            4096,
            32 << 10,
            10_000,
            Duration.ofSeconds(30),
            Duration.ofMinutes(20));
  }
}
