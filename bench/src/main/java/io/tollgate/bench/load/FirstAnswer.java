package io.tollgate.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Asks a server that is about to start until it answers once. */
final class FirstAnswer {

  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 2;
  private static final int PATIENCE_MILLIS = 5_000;
  private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

  private FirstAnswer() {}

  /**
   * Waits for the first answer; requests before it that were not answered with 200 count for
   * nothing.
   *
   * @param target on this machine
   * @param sinceNanos the start by {@link System#nanoTime}
   * @return seconds from the start
   * @throws IOException if there is none within a minute
   */
  static double await(LoadTarget target, long sinceNanos) throws IOException, InterruptedException {
    byte[] request = new Workload(false, 1, 1, 1).encode(target).getFirst();
    while (System.nanoTime() - sinceNanos < WITHIN.toNanos()) {
      if (answers(target.port(), request)) {
        return (System.nanoTime() - sinceNanos) / 1e9;
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new IOException(target.name() + " does not answer; its log is in the run's folder");
  }

  private static boolean answers(int port, byte[] request) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request);
      byte[] begin = socket.getInputStream().readNBytes(OK.length);
      if (!Arrays.equals(begin, OK)) {
        return false;
      }
      // The answer to its end, lest the gateway see a client that left.
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
