package io.tollgate.gateway;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollgate.gateway.admin.AdminPlane;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.config.LiveConfiguration;
import io.tollgate.gateway.exchange.ExchangeLog;
import io.tollgate.gateway.exchange.ExchangeServices;
import io.tollgate.gateway.exchange.ExchangeServices.AnswerLimits;
import io.tollgate.gateway.exchange.RequestIds;
import io.tollgate.gateway.exchange.RunningRequests;
import io.tollgate.gateway.http.DataPlane;
import io.tollgate.gateway.http.SharedBounds;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.gateway.metrics.GatewayMetrics;
import io.tollgate.gateway.upstream.ObservedOutlook;
import io.tollgate.gateway.upstream.Upstreams;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: ledger, listeners and watchers, started in this order and stopped in the
 * reverse one.
 */
public final class Gateway implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final int EXCHANGES_REMEMBERED = 500;

  /** Asks Vert.x for one free port that all instances of the listener share. */
  private static final int SHARED_FREE_PORT = -1;

  private static final long START_SECONDS_MAX = 30;

  private static final long CLOSE_SECONDS_MAX = 30;

  private final AdminPlane admin;
  private final List<DataPlane> dataPlanes;
  private final ExchangeLog log;
  private final GatewayMetrics metrics;
  private final AtomicBoolean draining;
  private final Shutdown shutdown;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Gateway(
      AdminPlane admin,
      List<DataPlane> dataPlanes,
      ExchangeLog log,
      GatewayMetrics metrics,
      AtomicBoolean draining,
      Shutdown shutdown) {
    this.admin = admin;
    this.dataPlanes = dataPlanes;
    this.log = log;
    this.metrics = metrics;
    this.draining = draining;
    this.shutdown = shutdown;
  }

  /**
   * Starts a gateway and returns when it is ready for requests. Where it cannot be started, nothing
   * of it is left running.
   *
   * @throws InvalidFilesException if models, prices, policies or keys have mistakes
   * @throws StartException if the ledger or a listener cannot be opened
   */
  public static Gateway start(GatewayConfig config) throws InvalidFilesException, StartException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    GatewayMetrics metrics = new GatewayMetrics(registry);
    InstantSource clock = InstantSource.system();
    LiveConfiguration live = LiveConfiguration.load(config, metrics, clock);
    Shutdown shutdown = new Shutdown();
    try {
      Ledger ledger = openLedger(config, clock);
      shutdown.add("the ledger", ledger::close);
      LOG.info("ledger open: {}", ledger.recovery());
      // The admin plane has an event loop of its own: a busy data plane cannot starve it.
      Vertx adminVertx = vertx(1);
      shutdown.add("the admin plane", () -> close(adminVertx));
      Vertx dataVertx = vertx(config.eventLoops());
      shutdown.add("the data plane", () -> close(dataVertx));
      LOG.info("native transport: {}", dataVertx.isNativeTransportEnabled());
      ExchangeLog log = new ExchangeLog(EXCHANGES_REMEMBERED);
      AtomicBoolean draining = new AtomicBoolean();
      List<DataPlane> dataPlanes = new CopyOnWriteArrayList<>();
      ObservedOutlook outlook = new ObservedOutlook();
      SharedBounds bounds = SharedBounds.of(config::limits, metrics);
      int port = config.listen().dataPort();
      await(
          dataVertx.deployVerticle(
              () -> {
                DataPlane plane =
                    new DataPlane(
                        config,
                        live,
                        port == 0 ? SHARED_FREE_PORT : port,
                        bounds,
                        () -> services(config, dataVertx, ledger, outlook, metrics, log, clock));
                dataPlanes.add(plane);
                return plane;
              },
              new DeploymentOptions().setInstances(config.eventLoops())),
          "the data plane on " + config.listen().dataHost() + ":" + port);
      AdminPlane admin =
          new AdminPlane(
              config, registry, log, ledger, () -> draining.get() || !ledger.isHealthy());
      await(
          adminVertx.deployVerticle(admin),
          "the admin plane on " + config.listen().adminHost() + ":" + config.listen().adminPort());
      shutdown.add(
          "requests",
          () -> Future.join(dataPlanes.stream().map(DataPlane::drain).toList()).await());
      shutdown.add("the file watcher", live.watch()::close);
      return new Gateway(admin, dataPlanes, log, metrics, draining, shutdown);
    } catch (StartException | RuntimeException e) {
      shutdown.run();
      throw e;
    }
  }

  private static Ledger openLedger(GatewayConfig config, InstantSource clock)
      throws StartException {
    try {
      return Ledger.open(
          config.dataDir(),
          JournalOptions.DEFAULTS.withDurability(config.durability()),
          config.node(),
          clock);
    } catch (LedgerException | UncheckedIOException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void close(Vertx vertx) throws TimeoutException {
    vertx.close().await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private static Vertx vertx(int eventLoops) {
    return Vertx.vertx(
        new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(eventLoops));
  }

  private static ExchangeServices services(
      GatewayConfig config,
      Vertx vertx,
      Ledger ledger,
      ObservedOutlook outlook,
      GatewayMetrics metrics,
      ExchangeLog log,
      InstantSource clock) {
    Context loop = vertx.getOrCreateContext();
    return new ExchangeServices(
        loop,
        new Upstreams(vertx, config.providers()),
        ledger,
        outlook,
        metrics,
        new RunningRequests(metrics),
        log,
        new RequestIds(new SplittableRandom()),
        clock,
        new AnswerLimits(
            config.limits().answerBytesMax(),
            config.limits().eventBytesMax(),
            config.resendLost()));
  }

  private static void await(Future<?> started, String what) throws StartException {
    try {
      started.await(START_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new StartException(what + " did not start within " + START_SECONDS_MAX + " s", e);
    } catch (Throwable e) {
      // Future.await rethrows whatever the start failed with.
      throw new StartException(what + " cannot be opened: " + e.getMessage(), e);
    }
  }

  /** The data plane's port. */
  public int dataPort() {
    return dataPlanes.getFirst().actualPort();
  }

  /** The admin plane's port. */
  public int adminPort() {
    return admin.actualPort();
  }

  /** The latest exchanges. */
  public ExchangeLog log() {
    return log;
  }

  /**
   * Stops accepting, lets running requests end within the configured grace, settles what is left
   * and stops. Returns when all of it is done, whoever asked first; from any thread but an event
   * loop.
   */
  public void drain() {
    if (!draining.compareAndSet(false, true)) {
      awaitStopped();
      return;
    }
    LOG.info("draining: {} requests are running", metrics.active());
    try {
      shutdown.run();
    } finally {
      stopped.countDown();
    }
    LOG.info("stopped");
  }

  private void awaitStopped() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same as {@link #drain()}. */
  @Override
  public void close() {
    drain();
  }
}
