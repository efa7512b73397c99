package io.tollgate.bench.load;

import java.net.URI;

/**
 * A server to measure.
 *
 * @param name how reports call it
 * @param baseUrl the OpenAI base URL over plain-text HTTP, e.g. {@code http://127.0.0.1:8080/v1}
 * @param key the bearer key
 * @param model the model to ask for
 * @param pid the process whose CPU time and memory, and those of its children, are read on Linux; 0
 *     reads none
 */
public record LoadTarget(String name, URI baseUrl, String key, String model, long pid) {

  public LoadTarget {
    if (!"http".equals(baseUrl.getScheme()) || baseUrl.getHost() == null) {
      throw new IllegalArgumentException(
          name + ": " + baseUrl + " (expected: http://HOST:PORT/PATH)");
    }
  }

  /** The same server asked for another model. */
  LoadTarget asking(String newModel) {
    return new LoadTarget(name, baseUrl, key, newModel, pid);
  }

  int port() {
    return baseUrl.getPort() < 0 ? 80 : baseUrl.getPort();
  }
}
