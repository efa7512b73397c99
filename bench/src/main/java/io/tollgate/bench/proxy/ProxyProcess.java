package io.tollgate.bench.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A proxy in a process of its own, which listens on a port of this machine. */
public final class ProxyProcess implements AutoCloseable {

  private static final long READY_SECONDS = 20;
  private static final long POLL_MILLIS = 10;
  private static final long END_SECONDS = 5;

  private final String name;
  private final Process process;
  private final int port;

  private ProxyProcess(String name, Process process, int port) {
    this.name = name;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts {@link BareProxy} and waits until it listens.
   *
   * @param port a free one of 127.0.0.1
   * @param upstream where requests go: scheme, host and port
   * @param folder for its log
   */
  public static ProxyProcess bare(Placement placement, int port, URI upstream, Path folder)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(placement.proxyLauncher());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the launcher starts the gateway.
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(BareProxy.class.getName(), Integer.toString(port), upstream.toString()));
    return start("bare", command, port, folder);
  }

  /**
   * Starts a proxy of the system's packages and waits until it listens.
   *
   * @param program where it is
   * @param connectionsMax connections of clients at one time
   * @param folder for its configuration and its log
   */
  public static ProxyProcess plain(
      PlainProxy proxy,
      Path program,
      Placement placement,
      int port,
      URI upstream,
      int connectionsMax,
      Path folder)
      throws IOException, InterruptedException {
    Path file = folder.resolve(proxy.program() + ".conf");
    Files.writeString(
        file, proxy.configuration(port, upstream, placement.proxyCpus(), connectionsMax, folder));
    List<String> command = new ArrayList<>(placement.proxyLauncher());
    command.add(program.toString());
    command.addAll(proxy.arguments(file, folder));
    return start(proxy.program(), command, port, folder);
  }

  private static ProxyProcess start(String name, List<String> command, int port, Path folder)
      throws IOException, InterruptedException {
    Path log = folder.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    ProxyProcess proxy = new ProxyProcess(name, process, port);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (!proxy.listens()) {
      if (System.nanoTime() - deadline > 0 || process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        proxy.close();
        throw new IOException(name + " did not start: " + Files.readString(log));
      }
    }
    return proxy;
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** What reports call it. */
  public String name() {
    return name;
  }

  /** The process id; further ones may be below it. */
  public long pid() {
    return process.pid();
  }

  /** The port of 127.0.0.1 it listens on. */
  public int port() {
    return port;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }
}
