package io.tollgate.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlainProxyTest {

  private static final URI UPSTREAM = URI.create("http://127.0.0.1:9001");
  private static final Path FOLDER = Path.of("/run/x");

  @Test
  void haproxy_shares_its_connections_and_has_a_thread_for_each_cpu() {
    String text = new Haproxy().configuration(9000, UPSTREAM, 3, 6_000, FOLDER);
    assertThat(text.lines().map(String::strip))
        .contains(
            "nbthread 3",
            "maxconn 6000",
            "http-reuse always",
            "option http-no-delay",
            "bind 127.0.0.1:9000",
            "server provider 127.0.0.1:9001 pool-max-conn -1 pool-purge-delay 300s");
    assertThat(new Haproxy().arguments(Path.of("/c"), FOLDER)).containsExactly("-db", "-f", "/c");
  }

  @Test
  void nginx_keeps_its_connections_and_does_not_buffer_answers() {
    String text = new Nginx().configuration(9000, UPSTREAM, 2, 6_000, FOLDER);
    assertThat(text.lines().map(String::strip))
        .contains(
            "worker_processes 2;",
            "worker_connections 12000;",
            "keepalive 128;",
            "proxy_http_version 1.1;",
            "proxy_set_header Connection \"\";",
            "proxy_buffering off;",
            "access_log off;",
            "server 127.0.0.1:9001 max_fails=0;",
            "listen 127.0.0.1:9000 backlog=4096;",
            "client_body_temp_path /run/x/nginx-body;");
    assertThat(text).doesNotContain("proxy_request_buffering");
  }

  @Test
  void whoever_lacks_one_is_told_its_package() {
    assertThat(PlainProxy.ALL)
        .extracting(PlainProxy::debianPackage)
        .containsExactly("haproxy", "nginx-light");
  }
}
