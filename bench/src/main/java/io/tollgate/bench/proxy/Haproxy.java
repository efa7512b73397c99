package io.tollgate.bench.proxy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * HAProxy, configured by <a href="https://docs.haproxy.org/2.6/configuration.html">its manual</a>:
 * connections to the provider are shared by all clients ({@code http-reuse always}), and pieces of
 * a stream are passed on at once ({@code http-no-delay}).
 */
record Haproxy() implements PlainProxy {

  @Override
  public String program() {
    return "haproxy";
  }

  @Override
  public String debianPackage() {
    return "haproxy";
  }

  @Override
  public String configuration(int port, URI upstream, int cpus, int connectionsMax, Path folder) {
    return """
    global
      nbthread %d
      maxconn %d
    defaults
      mode http
      retries 0
      option http-keep-alive
      option http-no-delay
      http-reuse always
      timeout connect 5s
      timeout client 300s
      timeout server 300s
      timeout http-keep-alive 300s
    frontend clients
      bind 127.0.0.1:%d
      default_backend provider
    backend provider
      server provider %s:%d pool-max-conn -1 pool-purge-delay 300s
    """
        .formatted(cpus, connectionsMax, port, upstream.getHost(), upstream.getPort());
  }

  @Override
  public List<String> arguments(Path configuration, Path folder) {
    return List.of("-db", "-f", configuration.toString());
  }
}
