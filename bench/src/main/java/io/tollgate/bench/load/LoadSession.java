package io.tollgate.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One measurement while it runs: arrivals, connections and counts.
 *
 * <p>Used on one event loop only. An arrival waits in a queue until a connection is free; it
 * carries the time it was meant to start, from which its latency is measured.
 */
final class LoadSession {

  private static final long SWEEP_MILLIS = 50;

  /** Keeps a closed shape from spinning against a server that refuses at once. */
  private static final long PAUSE_AFTER_ERROR_MILLIS = 10;

  private final LoadTarget target;
  private final LoadPlan plan;
  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final List<byte[]> requests;
  private final ProcessMeter process;
  private final ProcessMeter loadSide;
  private final CompletableFuture<LoadResult> result = new CompletableFuture<>();

  private final ArrayDeque<Long> waiting = new ArrayDeque<>();
  private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();
  private final Set<ClientConnection> open = new HashSet<>();
  private int connecting;
  private int nextRequest;
  private long arrivals;
  private long underWay;

  private long startNanos;
  private long measureNanos;
  private long endNanos;
  private double cpuSecondsAtStart;
  private double cpuSeconds;
  private double loadCpuSecondsAtStart;
  private double loadCpuSeconds;
  private long residentBytes;
  private boolean measured;
  private boolean allArrived;

  private final Histogram latencyNanos = new Histogram(3);
  private final Histogram firstByteNanos = new Histogram(3);
  private final Map<ErrorKind, Long> errors = new EnumMap<>(ErrorKind.class);
  private long completed;
  private long events;
  private long answered;
  private long unanswered;

  LoadSession(
      LoadTarget target,
      LoadPlan plan,
      ProcessMeter loadSide,
      Bootstrap bootstrap,
      EventLoop loop) {
    this.target = target;
    this.plan = plan;
    this.loop = loop;
    this.requests = plan.workload().encode(target);
    this.process = ProcessMeter.ofTree(target.pid());
    this.loadSide = loadSide;
    this.bootstrap =
        bootstrap
            .clone()
            .remoteAddress(target.baseUrl().getHost(), target.port())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    ClientConnection connection =
                        new ClientConnection(LoadSession.this, plan.workload().stream(), channel);
                    channel.pipeline().addLast(new HttpResponseDecoder(), connection);
                  }
                });
  }

  CompletableFuture<LoadResult> run() {
    loop.execute(this::start);
    return result;
  }

  private void start() {
    startNanos = System.nanoTime();
    measureNanos = startNanos + plan.warmUp().toNanos();
    endNanos = measureNanos + plan.measured().toNanos();
    at(measureNanos, this::measuring);
    at(endNanos, this::measured);
    loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    switch (plan.shape()) {
      case LoadShape.Open open -> arrive(open.requestsPerSecond());
      case LoadShape.Closed closed -> {
        // Nothing is owed: a closed shape only asks for more while there is time.
        allArrived = true;
        for (int i = 0; i < closed.connections(); i++) {
          arrive();
        }
      }
    }
  }

  private void at(long nanos, Runnable step) {
    loop.schedule(step, Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  /** Lets all requests of an open shape arrive that are due, and comes back for the next. */
  private void arrive(int requestsPerSecond) {
    while (true) {
      // Multiplied first: an interval rounded to nanoseconds would drift.
      long intended = startNanos + arrivals * 1_000_000_000L / requestsPerSecond;
      if (intended - endNanos >= 0) {
        allArrived = true;
        finishIfDone();
        return;
      }
      if (intended - System.nanoTime() > 0) {
        at(intended, () -> arrive(requestsPerSecond));
        return;
      }
      arrivals++;
      waiting.add(intended);
      dispatch();
    }
  }

  /** Lets one request of a closed shape arrive now. */
  private void arrive() {
    long now = System.nanoTime();
    if (now - endNanos < 0) {
      waiting.add(now);
      dispatch();
    }
  }

  private void dispatch() {
    while (!waiting.isEmpty() && !idle.isEmpty()) {
      underWay++;
      // The last one used: the fewest connections stay warm.
      idle.removeLast().send(requests.get(nextRequest), waiting.remove());
      nextRequest = (nextRequest + 1) % requests.size();
    }
    while (waiting.size() > connecting && open.size() + connecting < plan.connections()) {
      connect();
    }
  }

  private void connect() {
    connecting++;
    bootstrap
        .connect()
        .addListener(connected -> {
          connecting--;
          if (!connected.isSuccess() && !waiting.isEmpty()) {
            underWay++;
            failed(ErrorKind.CONNECT, waiting.remove());
          }
          finishIfDone();
        });
  }

  /** A connection that is new or has finished its request. */
  void idle(ClientConnection connection) {
    if (result.isDone()) {
      connection.close();
      return;
    }
    open.add(connection);
    idle.add(connection);
    dispatch();
    finishIfDone();
  }

  void closed(ClientConnection connection) {
    open.remove(connection);
    idle.remove(connection);
    dispatch();
    finishIfDone();
  }

  void firstByte(long intendedNanos) {
    if (isMeasured(intendedNanos)) {
      firstByteNanos.recordValue(System.nanoTime() - intendedNanos);
    }
  }

  void events(int count) {
    if (isMeasured(System.nanoTime())) {
      events += count;
    }
  }

  void completed(long intendedNanos) {
    underWay--;
    answered++;
    long now = System.nanoTime();
    if (isMeasured(now)) {
      completed++;
    }
    if (isMeasured(intendedNanos)) {
      latencyNanos.recordValue(now - intendedNanos);
    }
    if (plan.shape() instanceof LoadShape.Closed) {
      arrive();
    }
  }

  void failed(ErrorKind kind, long intendedNanos) {
    underWay--;
    unanswered++;
    if (isMeasured(intendedNanos)) {
      errors.merge(kind, 1L, Long::sum);
    }
    if (plan.shape() instanceof LoadShape.Closed) {
      loop.schedule(() -> arrive(), PAUSE_AFTER_ERROR_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private boolean isMeasured(long nanos) {
    return nanos - measureNanos >= 0 && nanos - endNanos < 0;
  }

  private void sweep() {
    if (result.isDone()) {
      return;
    }
    long now = System.nanoTime();
    long expired = now - plan.timeout().toNanos();
    List.copyOf(open).forEach(connection -> connection.expire(expired));
    // What has waited for a connection that long never gets one.
    while (!waiting.isEmpty() && waiting.element() - expired < 0) {
      underWay++;
      failed(ErrorKind.TIMEOUT, waiting.remove());
    }
    finishIfDone();
    loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void measuring() {
    cpuSecondsAtStart = process.cpuSeconds();
    loadCpuSecondsAtStart = loadSide.cpuSeconds();
  }

  private void measured() {
    cpuSeconds = process.cpuSeconds() - cpuSecondsAtStart;
    loadCpuSeconds = loadSide.cpuSeconds() - loadCpuSecondsAtStart;
    residentBytes = process.residentBytes();
    measured = true;
    finishIfDone();
  }

  /**
   * The run is over when its time is, and all requests have arrived, however late this thread is,
   * and have ended or been given up by the sweep.
   */
  private void finishIfDone() {
    if (!measured || !allArrived || result.isDone() || underWay > 0 || !waiting.isEmpty()) {
      return;
    }
    result.complete(
        new LoadResult(
            target,
            plan,
            completed,
            events,
            errors,
            latencyNanos,
            firstByteNanos,
            cpuSeconds,
            loadCpuSeconds,
            residentBytes,
            answered,
            unanswered));
    List.copyOf(open).forEach(ClientConnection::close);
  }
}
