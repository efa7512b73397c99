package io.tollgate.bench.load;

import io.tollgate.bench.proxy.BareProxy;
import io.tollgate.bench.proxy.Placement;
import io.tollgate.bench.rig.Rig;
import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.config.ConfigSource;
import io.tollgate.gateway.config.SecretSource;
import io.tollgate.gateway.keys.KeyText;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One plain request after another through a server within the process, on one connection, for what
 * is allocated: the provider is a process of its own and the client allocates nothing, so the
 * difference of the two servers is what the gateway allocates beside Vert.x and Netty, its threads
 * for the ledger included.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PlainRequestBenchmark {

  /** The proxy that is nothing but Vert.x. */
  public static final String BARE = "bare";

  /** The gateway with everything on. */
  public static final String TOLLGATE = "tollgate";

  private static final int FIRST_PORT = 19_080;
  private static final int ANSWER_BYTES_MAX = 64 << 10;
  private static final byte[] LENGTH = {
    '\r', '\n', 'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':', ' '
  };
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  /** What stands between. */
  @Param({BARE, TOLLGATE})
  private String server = TOLLGATE;

  private final byte[] answer = new byte[ANSWER_BYTES_MAX];
  private List<byte[]> requests = List.of();
  private int next;
  private Path folder;
  private OwnProvider provider;
  private AutoCloseable running;
  private Socket client;

  /** A benchmark that {@link #start} makes ready. */
  @SuppressWarnings("NullAway.Init") // start() runs before anything else
  public PlainRequestBenchmark() {}

  /** Starts the provider, the server and the client. */
  @Setup
  public void start() throws Exception {
    folder = Files.createTempDirectory("tollgate-plain");
    provider = OwnProvider.start(Placement.NONE, 1);
    int port = Rig.freePort(FIRST_PORT);
    URI base = URI.create("http://127.0.0.1:" + port + "/v1");
    LoadTarget target;
    if (server.equals(BARE)) {
      Vertx vertx =
          Vertx.builder()
              .with(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1))
              .build();
      BareProxy.start(vertx, port, provider.root(), 1).await();
      running = () -> vertx.close().await();
      target = new LoadTarget(BARE, base, OwnProvider.KEY, OwnProvider.plainModel(), 0);
    } else {
      String key = KeyText.generate(new SecureRandom());
      Path config =
          OwnGateway.files(folder, provider, key, port, Rig.freePort(port + 1), List.of()).config();
      running =
          Gateway.start(
              ConfigSource.file(config, new SecretSource(Map.of())), InstantSource.system());
      target = new LoadTarget(TOLLGATE, base, key, "auto", 0);
    }
    requests = new Workload(false, 1_000, 256, 1).encode(target);
    client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setTcpNoDelay(true);
  }

  /** Stops all of it and deletes the ledger. */
  @TearDown
  public void stop() throws Exception {
    client.close();
    running.close();
    provider.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Asks once and reads the answer. */
  @Benchmark
  public int request() throws IOException {
    client.getOutputStream().write(requests.get(next));
    next = next + 1 == requests.size() ? 0 : next + 1;
    int read = 0;
    int end = -1;
    while (end < 0 || read < end) {
      int more = client.getInputStream().read(answer, read, answer.length - read);
      if (more < 0) {
        throw new EOFException("The server closed the connection");
      }
      read += more;
      end = end < 0 ? end(read) : end;
    }
    if (answer[9] != '2') {
      throw new IOException("The answer is no success");
    }
    return read;
  }

  /** Where the answer ends, or -1 while its head is not there. */
  private int end(int read) {
    int headEnd = indexOf(HEAD_END, read);
    if (headEnd < 0) {
      return -1;
    }
    int length = 0;
    int at = indexOf(LENGTH, headEnd);
    for (int i = at + LENGTH.length; at >= 0 && answer[i] >= '0' && answer[i] <= '9'; i++) {
      length = 10 * length + answer[i] - '0';
    }
    return headEnd + HEAD_END.length + length;
  }

  private int indexOf(byte[] sought, int until) {
    for (int i = 0; i + sought.length <= until; i++) {
      int same = 0;
      while (same < sought.length && (answer[i + same] | letter(sought[same])) == sought[same]) {
        same++;
      }
      if (same == sought.length) {
        return i;
      }
    }
    return -1;
  }

  /** The bit that makes a letter small; no other character has it changed. */
  private static int letter(byte character) {
    return character >= 'a' && character <= 'z' ? 0x20 : 0;
  }
}
