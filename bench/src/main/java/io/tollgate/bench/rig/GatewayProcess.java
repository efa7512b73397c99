package io.tollgate.bench.rig;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A gateway in a process of its own, on this class path: to be measured apart from what measures
 * it, and to be killed.
 */
public final class GatewayProcess implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  private final Process process;
  private final Path log;
  private final int adminPort;

  private GatewayProcess(Process process, Path log, int adminPort) {
    this.process = process;
    this.log = log;
    this.adminPort = adminPort;
  }

  /**
   * Starts {@code tollgate run} and returns at once.
   *
   * @param config its configuration, with fixed ports
   * @param adminPort the admin port in it
   * @param log where its output goes, appended
   * @param jvmOptions further options, e.g. {@code -Xmx256m}
   */
  public static GatewayProcess start(Path config, int adminPort, Path log, List<String> jvmOptions)
      throws IOException {
    return startUnder(List.of(), config, adminPort, log, jvmOptions);
  }

  /**
   * The same for a process that may open no more than so many files.
   *
   * @param openFilesMax sockets included
   */
  public static GatewayProcess startWithOpenFiles(
      int openFilesMax, Path config, int adminPort, Path log, List<String> jvmOptions)
      throws IOException {
    List<String> launcher =
        List.of("sh", "-c", "ulimit -n " + openFilesMax + " && exec \"$@\"", "sh");
    return startUnder(launcher, config, adminPort, log, jvmOptions);
  }

  /**
   * The same under another program, which runs the command it is given in its own place.
   *
   * @param launcher that program and its arguments, e.g. {@code strace -D}
   */
  public static GatewayProcess startUnder(
      List<String> launcher, Path config, int adminPort, Path log, List<String> jvmOptions)
      throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.read());
    // What the launcher runs this with; the class path is the same.
    String aotCache = System.getProperty("tollgate.aot");
    if (aotCache != null) {
      command.add("-XX:AOTCache=" + aotCache);
    }
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of("io.tollgate.gateway.cli.Tollgate", "run", "--config", config.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new GatewayProcess(process, log, adminPort);
  }

  /**
   * Waits until the gateway is ready for requests.
   *
   * @throws IOException if it ends or is not ready within a minute; the message has its last output
   */
  public GatewayProcess awaitReady() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/health/ready"))
            .timeout(Duration.ofSeconds(2))
            .build();
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (System.nanoTime() < deadline) {
        try {
          if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
            return this;
          }
        } catch (IOException notYet) {
          // Nothing listens yet.
        }
        if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException("the gateway ended with " + process.exitValue() + ": " + output());
        }
      }
    }
    throw new IOException("the gateway is not ready: " + output());
  }

  private String output() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it ends by itself in time. */
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    return process.waitFor(atMost);
  }

  /** Ends it as the kernel ends what it kills: no hook runs, no buffer is flushed. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends SIGTERM and gives its exit status once it has drained. */
  public int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  /** Sends a signal, e.g. {@code HUP}. */
  public void signal(String name) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    if (status != 0) {
      throw new IOException("SIG" + name + " was not sent to " + pid());
    }
  }

  /** Waits for its end and gives its exit status. */
  public int awaitStatus() throws InterruptedException {
    return process.waitFor();
  }

  /** Ends it, by force if it does not end by itself. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
