package io.tollgate.gateway;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tollgate.gateway.admin.AdminPlane;
import io.tollgate.gateway.alerts.AlertPace;
import io.tollgate.gateway.alerts.Alerts;
import io.tollgate.gateway.audit.AuditFile;
import io.tollgate.gateway.audit.AuditLog;
import io.tollgate.gateway.budget.Budgets;
import io.tollgate.gateway.capacity.CapacityClerk;
import io.tollgate.gateway.capacity.CapacityKeeper;
import io.tollgate.gateway.capacity.WorkLog;
import io.tollgate.gateway.config.ConfigSource;
import io.tollgate.gateway.config.GatewayConfig;
import io.tollgate.gateway.config.InvalidFilesException;
import io.tollgate.gateway.config.LiveConfiguration;
import io.tollgate.gateway.config.NodeDocuments;
import io.tollgate.gateway.exchange.Conversations;
import io.tollgate.gateway.exchange.ExchangeLog;
import io.tollgate.gateway.exchange.ExchangeServices;
import io.tollgate.gateway.exchange.LoopLedger;
import io.tollgate.gateway.exchange.RememberedThoughts;
import io.tollgate.gateway.exchange.RequestIds;
import io.tollgate.gateway.exchange.RunningRequests;
import io.tollgate.gateway.http.DataPlane;
import io.tollgate.gateway.http.RateLimits;
import io.tollgate.gateway.http.SharedBounds;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.gateway.ledger.SharedLedger;
import io.tollgate.gateway.metrics.AccountMeters;
import io.tollgate.gateway.metrics.DeskMeters;
import io.tollgate.gateway.metrics.GatewayMetrics;
import io.tollgate.gateway.metrics.HealthMeters;
import io.tollgate.gateway.metrics.LedgerMetrics;
import io.tollgate.gateway.metrics.LimitMeters;
import io.tollgate.gateway.metrics.MeterClock;
import io.tollgate.gateway.metrics.QualityMeters;
import io.tollgate.gateway.quality.DeskKeeper;
import io.tollgate.gateway.quality.Quality;
import io.tollgate.gateway.quality.QualityDesk;
import io.tollgate.gateway.store.NodeIdentity;
import io.tollgate.gateway.store.StoreSettings;
import io.tollgate.gateway.upstream.UpstreamHealth;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.policies.yaml.Problem;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
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

  /** Longer than a client that is about to send takes to be told to go elsewhere. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final LiveConfiguration live;
  private final AdminPlane admin;
  private final List<DataPlane> dataPlanes;
  private final ExchangeLog log;
  private final Quality quality;
  private final GatewayMetrics metrics;
  private final AtomicBoolean draining;
  private final Shutdown shutdown;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Gateway(
      LiveConfiguration live,
      AdminPlane admin,
      List<DataPlane> dataPlanes,
      ExchangeLog log,
      Quality quality,
      GatewayMetrics metrics,
      AtomicBoolean draining,
      Shutdown shutdown) {
    this.live = live;
    this.admin = admin;
    this.dataPlanes = dataPlanes;
    this.log = log;
    this.quality = quality;
    this.metrics = metrics;
    this.draining = draining;
    this.shutdown = shutdown;
  }

  /** Starts a gateway whose configuration stays as it is; the files it names are read again. */
  public static Gateway start(GatewayConfig config) throws InvalidFilesException, StartException {
    return start(ConfigSource.fixed(config), InstantSource.system());
  }

  /**
   * Starts a gateway and returns when it is ready for requests. Where it cannot be started, nothing
   * of it is left running.
   *
   * @param clock the wall clock: it dates ledger entries and chooses prices. What is timed is timed
   *     by the monotonic clock of the JVM
   * @throws InvalidFilesException if the configuration, models, prices, policies or keys have
   *     mistakes
   * @throws StartException if the ledger or a listener cannot be opened
   */
  public static Gateway start(ConfigSource source, InstantSource clock)
      throws InvalidFilesException, StartException {
    MeterClock meterClock = new MeterClock();
    PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), meterClock);
    GatewayMetrics metrics = new GatewayMetrics(registry);
    Shutdown shutdown = new Shutdown();
    try {
      NodeDocuments documents = NodeDocuments.ofGateway();
      shutdown.add("shared documents", documents::close);
      LiveConfiguration live = LiveConfiguration.load(source.fetching(documents), metrics, clock);
      GatewayConfig config = live.current().config();
      Ledger ledger = openLedger(config, clock);
      shutdown.add("the ledger", ledger::close);
      LOG.info("ledger open: {}", ledger.recovery());
      LedgerMetrics.of(ledger, registry);
      PriceAnnouncements prices = new PriceAnnouncements(live, ledger, clock);
      prices.announce();
      live.onChange(prices::announce);
      CapacityKeeper capacity =
          CapacityKeeper.start(
              new CapacityClerk(ledger, config.node()),
              () -> live.current().routing().pools(),
              WorkLog.of(config.dataDir()),
              clock);
      shutdown.add("owned capacity", capacity::close);
      shareLedger(config, ledger, registry, clock, shutdown);
      AuditLog audit = new AuditLog(AuditFile.of(config.dataDir()), clock);
      shutdown.add("the audit log", audit::close);
      // The admin plane has an event loop of its own: a busy data plane cannot starve it.
      Vertx adminVertx = vertx(1);
      shutdown.add("the admin plane", () -> close(adminVertx));
      adminVertx.setPeriodic(MeterClock.TICK_MS, _ -> meterClock.tick());
      Vertx dataVertx = vertx(config.eventLoops());
      shutdown.add("the data plane", () -> close(dataVertx));
      LOG.info("native transport: {}", dataVertx.isNativeTransportEnabled());
      DeskKeeper keeper =
          DeskKeeper.open(
              config.dataDir().resolve("quality"),
              () -> live.current().routing().knowledge(),
              new DeskMeters(registry),
              clock);
      shutdown.add("the state of quality budgets", keeper::close);
      QualityDesk desk = keeper.desk();
      Quality quality = quality(live, ledger, desk, registry, clock);
      shutdown.add("the log of labels", quality::close);
      Alerts alerts =
          new Alerts(
              adminVertx,
              () -> live.current().config().alerts(),
              config.node(),
              clock,
              AlertPace.DEFAULTS);
      shutdown.add("alerts", alerts::close);
      SpendBudgets spending =
          SpendBudgets.open(live, ledger, registry, alerts::send, clock, shutdown);
      Budgets budgets = spending.budgets();
      ExchangeLog log =
          new ExchangeLog(
              EXCHANGES_REMEMBERED,
              exchange -> {
                quality.finished(exchange);
                desk.finished(exchange);
              });
      AtomicBoolean draining = new AtomicBoolean();
      List<DataPlane> dataPlanes = new CopyOnWriteArrayList<>();
      UpstreamHealth health =
          new UpstreamHealth(
              System::nanoTime,
              () -> ThreadLocalRandom.current().nextDouble(),
              new HealthMeters(registry));
      health.configure(config.providers());
      AccountMeters accounts = new AccountMeters(registry, health);
      accounts.show();
      live.onChange(() -> {
        health.configure(live.current().config().providers());
        accounts.show();
      });
      RememberedThoughts thoughts = new RememberedThoughts();
      Conversations conversations = new Conversations();
      RateLimits rates = new RateLimits(dataVertx, new LimitMeters(registry));
      rates.configure(live.current().directory().limits());
      spending.share(rates);
      live.onChange(() -> rates.configure(live.current().directory().limits()));
      SharedBounds bounds =
          SharedBounds.of(
              () -> live.current().config().limits(),
              metrics,
              quality.feedback(),
              quality.outcomes(),
              desk,
              budgets.book(),
              spending.leases(),
              rates);
      int port = config.listen().dataPort();
      await(
          dataVertx.deployVerticle(
              () -> {
                DataPlane plane =
                    new DataPlane(
                        live,
                        port == 0 ? SHARED_FREE_PORT : port,
                        bounds,
                        (providers, limits, present) -> {
                          SplittableRandom random = new SplittableRandom();
                          Context loop = dataVertx.getOrCreateContext();
                          return new ExchangeServices(
                              loop,
                              new Upstreams(dataVertx, providers),
                              new LoopLedger(ledger, loop),
                              health,
                              metrics,
                              new RunningRequests(metrics),
                              log,
                              new RequestIds(random.split()),
                              clock,
                              random::nextDouble,
                              thoughts,
                              conversations,
                              desk.witness(quality.witness(loop, present)),
                              new BudgetedMeasurement(
                                  budgets.book(), () -> live.current().directory()),
                              capacity.meter(),
                              limits);
                        });
                dataPlanes.add(plane);
                return plane;
              },
              new DeploymentOptions().setInstances(config.eventLoops())),
          "the data plane on " + config.listen().dataHost() + ":" + port);
      AdminPlane admin =
          new AdminPlane(
              live,
              audit,
              clock,
              registry,
              log,
              ledger,
              health,
              keeper::reading,
              budgets::readings,
              rates::standings,
              () -> documents.directory(live.current().config()),
              () -> draining.get() || !ledger.isHealthy());
      await(
          adminVertx.deployVerticle(admin),
          "the admin plane on " + config.listen().adminHost() + ":" + config.listen().adminPort());
      shutdown.add("the file watcher", live.watch()::close);
      documents.watch(live);
      shutdown.add("the watch over shared documents", documents::stopWatching);
      return new Gateway(live, admin, dataPlanes, log, quality, metrics, draining, shutdown);
    } catch (InvalidFilesException | StartException | RuntimeException e) {
      shutdown.run();
      throw e;
    }
  }

  private static Quality quality(
      LiveConfiguration live,
      Ledger ledger,
      QualityDesk desk,
      PrometheusMeterRegistry registry,
      InstantSource clock) {
    return Quality.of(
        live.current().config().dataDir().resolve("quality"),
        new Quality.Sources(
            () -> live.current().config().limits().feedback(),
            () -> live.current().config().measurement(),
            policy -> live.current().routing().measurement(policy),
            desk,
            () -> live.current().routing().prices()),
        ledger,
        List.of(desk),
        new QualityMeters(registry),
        clock);
  }

  private static Ledger openLedger(GatewayConfig config, InstantSource clock)
      throws StartException {
    try {
      return Ledger.open(
          config.dataDir(),
          JournalOptions.DEFAULTS.withDurability(config.durability()),
          config.node(),
          clock);
    } catch (LedgerException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (UncheckedIOException e) {
      throw new StartException(
          "The data_dir "
              + config.dataDir()
              + " cannot hold the ledger: "
              + reason(e)
              + ". Name a directory that can be made and written to, on a disk with room.",
          e);
    }
  }

  private static void shareLedger(
      GatewayConfig config,
      Ledger ledger,
      PrometheusMeterRegistry registry,
      InstantSource clock,
      Shutdown shutdown)
      throws StartException {
    StoreSettings store = config.store();
    if (store == null || store.ledger() == null) {
      return;
    }
    try {
      SharedLedger shared =
          SharedLedger.start(
              ledger,
              config.dataDir(),
              store,
              store.ledger().retention(),
              NodeIdentity.of(config.dataDir(), config.node()),
              clock);
      shutdown.add("the shared ledger", shared::close);
      LedgerMetrics.of(shared, registry);
    } catch (IOException e) {
      throw new StartException("The gateway has no identity: " + e.getMessage(), e);
    }
  }

  /** What the system said in the first place, in words where it named but a file. */
  private static String reason(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = root; cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return switch (root) {
      case FileAlreadyExistsException exists -> exists.getFile() + " is not a directory";
      case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
      case NoSuchFileException none -> none.getFile() + " cannot be made";
      default -> {
        String message = root.getMessage();
        yield message == null ? root.getClass().getSimpleName() : message;
      }
    };
  }

  private static void close(Vertx vertx) throws TimeoutException {
    vertx.close().await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private static Vertx vertx(int eventLoops) {
    return Vertx.vertx(
        new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(eventLoops));
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

  /** The address of the admin plane. */
  public String adminHost() {
    return live.current().config().listen().adminHost();
  }

  /** The admin plane's port. */
  public int adminPort() {
    return admin.actualPort();
  }

  /**
   * Reads the configuration and every file it names now, whether or not they have changed; what is
   * without mistakes is in force when this returns, or a moment later.
   *
   * @return the mistakes because of which something was not taken
   */
  public List<Problem> reload() {
    return live.reload();
  }

  /** The latest exchanges. */
  public ExchangeLog log() {
    return log;
  }

  /**
   * Takes no more requests, lets running ones end within the configured grace, settles what is left
   * and stops. Clients that keep connections open are given a moment to learn of it, so that none
   * meets a connection that closes just as it sends. Returns when all of it is done, whoever asked
   * first; from any thread but an event loop.
   */
  public void drain() {
    stop(FAREWELL);
  }

  private void stop(Duration farewell) {
    if (!draining.compareAndSet(false, true)) {
      awaitStopped();
      return;
    }
    LOG.info("draining: {} requests are running", metrics.active());
    shutdown.add(
        "requests",
        () ->
            Future.join(dataPlanes.stream().map(plane -> plane.drain(farewell)).toList()).await());
    // Before that: nobody waits for them.
    shutdown.add("measurements", () -> quality.stop().await());
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

  /** The same as {@link #drain()}, for where no client has to learn of it. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
