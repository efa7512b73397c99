package io.tollgate.bench.proxy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A proxy of the system's packages, as it is configured to stand beside a gateway. */
public sealed interface PlainProxy permits Haproxy, Nginx {

  /** All of them. */
  List<PlainProxy> ALL = List.of(new Haproxy(), new Nginx());

  /** The program's name, which is also what reports call it. */
  String program();

  /** The Debian package that has it. */
  String debianPackage();

  /**
   * The text of its configuration: it passes everything on, keeps connections to both sides open,
   * and writes no log.
   *
   * @param port of 127.0.0.1 to listen on
   * @param upstream where requests go: scheme, host and port
   * @param cpus threads or worker processes, at least 1
   * @param connectionsMax connections of clients at one time, at least 1
   * @param folder for what it writes while it runs
   */
  String configuration(int port, URI upstream, int cpus, int connectionsMax, Path folder);

  /** The arguments that run it in the foreground with a file of that text. */
  List<String> arguments(Path configuration, Path folder);
}
