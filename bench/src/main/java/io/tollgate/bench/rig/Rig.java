package io.tollgate.bench.rig;

import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.SimulatedProvider;
import io.tollgate.gateway.config.ConfigSource;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.config.SecretSource;
import io.tollgate.gateway.keys.KeyText;
import io.tollgate.policies.yaml.Parsed;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Simulated providers that run, and the files of a gateway in front of them, with one virtual key.
 * The gateway itself is started by whoever needs it: within the process or in one of its own.
 */
public final class Rig implements AutoCloseable {

  private static final int FIRST_PORT = 20_000;

  /** Where rigs that run at the same time begin to look, so that they rarely meet. */
  private static final int PORT_SPREAD = 12_000;

  private static final int FIRST_KERNEL_PORT = 32_768;

  private final Vertx vertx;
  private final List<SimulatedProvider> providers;
  private final RigFiles files;
  private final String key;
  private final int dataPort;
  private final int adminPort;

  private Rig(
      Vertx vertx,
      List<SimulatedProvider> providers,
      RigFiles files,
      String key,
      int dataPort,
      int adminPort) {
    this.vertx = vertx;
    this.providers = providers;
    this.files = files;
    this.key = key;
    this.dataPort = dataPort;
    this.adminPort = adminPort;
  }

  /**
   * Starts the providers and writes the files.
   *
   * @param folder where the files and the ledger go
   * @param policies the text of the policies
   * @param settings further lines of the configuration, each with its line end
   */
  public static Rig start(Path folder, List<DemoProvider> demos, String policies, String settings)
      throws IOException {
    return start(folder, demos, List.of(), policies, settings);
  }

  /**
   * Starts the providers and writes the files.
   *
   * @param folder where the files and the ledger go
   * @param demos the providers to start, at least one
   * @param elsewhere providers that somebody else runs, or that are not to be reached
   * @param policies the text of the policies
   * @param settings further lines of the configuration, each with its line end
   */
  public static Rig start(
      Path folder,
      List<DemoProvider> demos,
      List<RigFiles.Running> elsewhere,
      String policies,
      String settings)
      throws IOException {
    Vertx vertx = Vertx.vertx();
    List<SimulatedProvider> providers = new ArrayList<>();
    List<RigFiles.Running> running = new ArrayList<>();
    for (DemoProvider demo : demos) {
      SimulatedProvider provider = SimulatedProvider.start(vertx, demo.profile()).await();
      providers.add(provider);
      running.add(new RigFiles.Running(demo, provider.baseUrl()));
    }
    running.addAll(elsewhere);
    RigFiles files = new RigFiles(folder);
    // Not a secret: it opens a gateway that exists only here and now.
    String key = KeyText.generate(new SplittableRandom(providers.getFirst().port()));
    int dataPort = freePort(FIRST_PORT + providers.getFirst().port() % PORT_SPREAD);
    int adminPort = freePort(dataPort + 1);
    files.write(
        running,
        key,
        policies,
        "{ data_host: 127.0.0.1, data_port: " + dataPort + ", admin_port: " + adminPort + " }",
        settings);
    return new Rig(vertx, providers, files, key, dataPort, adminPort);
  }

  /**
   * A port that is free now, and that nobody is handed while a killed gateway is down: those which
   * the kernel chooses begin above.
   *
   * @param from the first port to try
   */
  public static int freePort(int from) throws IOException {
    for (int port = from; port < FIRST_KERNEL_PORT; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // The next one may be free.
      }
    }
    throw new BindException("no port is free from " + from + " to " + FIRST_KERNEL_PORT);
  }

  /** The configuration, read from its file now. */
  public GatewayConfig config() throws InvalidFilesException {
    return switch (configSource().read()) {
      case Parsed.Ok<GatewayConfig>(GatewayConfig config) -> config;
      case Parsed.Failed<GatewayConfig> failed ->
          throw new InvalidFilesException(failed.problems());
    };
  }

  /** The configuration's file, to be read again whenever it changes. */
  public ConfigSource configSource() {
    return ConfigSource.file(files.config(), new SecretSource(Map.of()));
  }

  /** The files. */
  public RigFiles files() {
    return files;
  }

  /** The virtual key that is accepted. */
  public String key() {
    return key;
  }

  /** The gateway's base URL for clients, with {@code /v1}. */
  public String baseUrl() {
    return "http://127.0.0.1:" + dataPort + "/v1";
  }

  /** The gateway's data port. */
  public int dataPort() {
    return dataPort;
  }

  /** The gateway's admin port. */
  public int adminPort() {
    return adminPort;
  }

  /** The providers, in the order they were given. */
  public List<SimulatedProvider> providers() {
    return List.copyOf(providers);
  }

  /** The provider of a name. */
  public SimulatedProvider provider(String name) {
    return providers.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no provider " + name));
  }

  /** Stops the providers. */
  @Override
  public void close() {
    vertx.close().await();
  }
}
