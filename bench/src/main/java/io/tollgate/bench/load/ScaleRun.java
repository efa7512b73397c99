package io.tollgate.bench.load;

import io.tollgate.bench.proxy.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Watches what a request costs while something grows. All but the load itself is watched at one
 * rate, {@value Measure#OPEN_PERCENT} % of what the smallest gateway can do, so that what differs
 * is the size and nothing else.
 */
final class ScaleRun implements AutoCloseable {

  /** More clients and streams at a time than a gateway takes by itself. */
  private static final List<String> SETTINGS =
      List.of("limits: { connections: 30000, concurrent_requests: 30000 }");

  private final ScalePlan plan;
  private final Placement placement;
  private final LoadRun.Watcher watcher;
  private final Path folder;
  private final OwnProvider provider;
  private final LoadGenerator generator;
  private final List<ScalePoint> points = new ArrayList<>();
  private final List<String> audit = new ArrayList<>();
  private int gateways;

  /**
   * How is measured.
   *
   * @param axes what grows
   * @param rounds measurements at each size
   * @param settle load before a gateway is measured
   * @param measured time of each measurement
   * @param streamsMax how many streams can be open
   */
  record ScalePlan(
      List<ScaleAxis> axes, int rounds, Duration settle, Duration measured, int streamsMax) {}

  private ScaleRun(
      ScalePlan plan,
      Placement placement,
      LoadRun.Watcher watcher,
      Path folder,
      OwnProvider provider) {
    this.plan = plan;
    this.placement = placement;
    this.watcher = watcher;
    this.folder = folder;
    this.provider = provider;
    this.generator = new LoadGenerator();
  }

  /** Starts the provider, and moves this process to the CPUs of the load. */
  static ScaleRun start(ScalePlan plan, Placement placement, LoadRun.Watcher watcher)
      throws IOException, InterruptedException {
    placement.moveToLoad(ProcessHandle.current().pid());
    int models = plan.axes().contains(ScaleAxis.DEPLOYMENTS) ? ScaleAxis.mostDeployments() : 1;
    return new ScaleRun(
        plan,
        placement,
        watcher,
        Files.createTempDirectory("tollgate-scale"),
        OwnProvider.start(placement, models));
  }

  /**
   * Runs everything and waits for it.
   *
   * @throws AuditException if a ledger does not have what was answered
   */
  ScaleReport run() throws IOException, InterruptedException, AuditException {
    int rate;
    try (Subject first = start(1, 1)) {
      double capacity = first.closed().requestsPerSecond();
      rate = OpenRate.of(List.of(capacity), Measure.OPEN_PERCENT);
      if (plan.axes().contains(ScaleAxis.LOAD)) {
        for (int percent : ScaleAxis.LOAD.sizes()) {
          measure(first, ScaleAxis.LOAD, percent, OpenRate.of(List.of(capacity), percent));
        }
      }
      if (plan.axes().contains(ScaleAxis.STREAMS)) {
        streams(first, rate);
      }
      first.audit();
    }
    for (ScaleAxis axis : List.of(ScaleAxis.DEPLOYMENTS, ScaleAxis.KEYS)) {
      for (int size : plan.axes().contains(axis) ? axis.sizes() : List.<Integer>of()) {
        try (Subject subject = axis == ScaleAxis.KEYS ? start(1, size) : start(size, 1)) {
          measure(subject, axis, size, rate);
          subject.audit();
        }
      }
    }
    return new ScaleReport(method(rate), points);
  }

  /** What was found right in the ledgers, a sentence each. */
  List<String> audit() {
    return List.copyOf(audit);
  }

  private String method(int rate) {
    return "Medians of %d measurements of %.1f s, plain answers to prompts of 1,000 bytes; all but"
            .formatted(plan.rounds(), plan.measured().toMillis() / 1000.0)
        + " the load itself at %d requests/s, %d %% of capacity. %s Open streams: as many as files"
            .formatted(rate, Measure.OPEN_PERCENT, placement.sentence())
        + " may be open.";
  }

  private void streams(Subject subject, int rate) throws InterruptedException {
    LoadTarget stalled = Objects.requireNonNull(subject.contestant().target(Asked.STALLED));
    List<Integer> sizes =
        ScaleAxis.STREAMS.sizes().stream()
            .map(size -> Math.min(size, plan.streamsMax()))
            .distinct()
            .toList();
    for (int size : sizes) {
      int begun =
          IdleStreams.during(
              stalled,
              workload(true),
              size,
              (swarm, _) -> {
                measure(subject, ScaleAxis.STREAMS, size, rate);
                return swarm.answered();
              });
      subject.cut += begun;
      if (begun < size) {
        audit.add("Only %,d of %,d streams began.".formatted(begun, size));
      }
    }
  }

  private void measure(Subject subject, ScaleAxis axis, int size, int rate)
      throws InterruptedException {
    List<LoadResult> results = new ArrayList<>();
    for (int round = 0; round < plan.rounds(); round++) {
      watcher.at("%s: %,d".formatted(axis, size), share());
      results.add(subject.run(new LoadShape.Open(rate), plan.measured()));
    }
    points.add(new ScalePoint(axis, size, results));
  }

  private double share() {
    int all = plan.axes().stream().mapToInt(axis -> axis.sizes().size()).sum();
    return (double) points.size() / all;
  }

  private static Workload workload(boolean stream) {
    return new Workload(stream, 1_000, 256, 1);
  }

  private Subject start(int deployments, int keys) throws IOException, InterruptedException {
    watcher.at("starting with %,d deployments, %,d keys".formatted(deployments, keys), share());
    String name = "gateway-" + ++gateways;
    Subject subject =
        new Subject(
            OwnGateway.start(
                name,
                Files.createDirectory(folder.resolve(name)),
                provider.knownFor(deployments),
                placement,
                SETTINGS,
                List.of(),
                keys));
    subject.run(new LoadShape.Closed(64), plan.settle());
    return subject;
  }

  /** A gateway that is measured, and what it was asked. */
  private final class Subject implements AutoCloseable {

    private final OwnGateway gateway;
    private final Contestant contestant;
    private long answered;
    private int cut;

    Subject(OwnGateway gateway) {
      this.gateway = gateway;
      this.contestant =
          gateway.contestant(EnumSet.allOf(Measure.class), EnumSet.allOf(Asked.class));
    }

    Contestant contestant() {
      return contestant;
    }

    LoadResult closed() throws InterruptedException {
      return run(new LoadShape.Closed(64), plan.measured());
    }

    LoadResult run(LoadShape shape, Duration time) throws InterruptedException {
      LoadResult result =
          generator.run(
              Objects.requireNonNull(contestant.target(Asked.PLAIN)),
              new LoadPlan(
                  shape,
                  workload(false),
                  Duration.ofMillis(200),
                  time,
                  Duration.ofSeconds(30),
                  LoadPlan.DEFAULT_MAX_CONNECTIONS));
      answered += result.answered();
      return result;
    }

    void audit() throws AuditException, InterruptedException {
      audit.add(gateway.stopAndAudit(answered, 0, cut));
    }

    @Override
    public void close() throws InterruptedException {
      gateway.close();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    generator.close();
    provider.close();
    placement.release(ProcessHandle.current().pid());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
