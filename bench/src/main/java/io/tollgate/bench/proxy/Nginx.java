package io.tollgate.bench.proxy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * nginx, configured by <a href="https://nginx.org/en/docs/http/ngx_http_upstream_module.html">its
 * manual</a>: connections to the provider are kept, answers are passed on as they come, requests
 * are buffered as is its default.
 */
record Nginx() implements PlainProxy {

  /** Connections to the provider that a worker keeps while they are idle. */
  private static final int KEPT = 128;

  @Override
  public String program() {
    return "nginx";
  }

  @Override
  public String debianPackage() {
    return "nginx-light";
  }

  @Override
  public String configuration(int port, URI upstream, int cpus, int connectionsMax, Path folder) {
    // A connection of a client takes two of a worker's, and one worker may get all of them.
    return """
    daemon off;
    user %s;
    worker_processes %d;
    pid %s/nginx.pid;
    error_log stderr error;
    events {
      worker_connections %d;
    }
    http {
      access_log off;
      client_max_body_size 64m;
      client_body_temp_path %s/nginx-body;
      proxy_temp_path %s/nginx-proxy;
      fastcgi_temp_path %s/nginx-fastcgi;
      uwsgi_temp_path %s/nginx-uwsgi;
      scgi_temp_path %s/nginx-scgi;
      keepalive_timeout 300s;
      keepalive_requests 1000000000;
      upstream provider {
        server %s:%d max_fails=0;
        keepalive %d;
        keepalive_timeout 300s;
        keepalive_requests 1000000000;
      }
      server {
        listen 127.0.0.1:%d backlog=4096;
        location / {
          proxy_pass http://provider;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $host;
          proxy_buffering off;
          proxy_read_timeout 300s;
        }
      }
    }
    """
        .formatted(
            System.getProperty("user.name"),
            cpus,
            folder,
            2 * connectionsMax,
            folder,
            folder,
            folder,
            folder,
            folder,
            upstream.getHost(),
            upstream.getPort(),
            KEPT,
            port);
  }

  @Override
  public List<String> arguments(Path configuration, Path folder) {
    return List.of("-p", folder.toString(), "-c", configuration.toString());
  }
}
