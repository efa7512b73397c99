package io.tollgate.gateway.discovery;

import io.tollgate.adapters.json.Nodes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Looks for model servers on the ports where they usually are. */
public final class LocalServers {

  /**
   * Where servers listen by default: vLLM, NIM and DeepSpeed-MII 8000, llama.cpp and LocalAI 8080,
   * Ollama 11434, LM Studio 1234, SGLang 30000, TGI 3000 or 8080; and 8001, where a second one
   * often is.
   */
  public static final List<Integer> USUAL_PORTS =
      List.of(11434, 8000, 8001, 8080, 1234, 30000, 3000);

  private LocalServers() {}

  /**
   * The servers on some ports of a host, in the order of the ports. Gateways of Tollgate are left
   * out.
   *
   * @param host a name or an address, IPv6 in brackets
   */
  public static List<FoundServer> find(String host, List<Integer> ports)
      throws InterruptedException {
    try (HttpClient client = Probe.client();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<@Nullable FoundServer>> looks = new ArrayList<>();
      for (int port : new LinkedHashSet<>(ports)) {
        looks.add(() -> look(client, URI.create("http://" + host + ":" + port)));
      }
      List<FoundServer> found = new ArrayList<>();
      for (Future<@Nullable FoundServer> look : threads.invokeAll(looks)) {
        FoundServer server = result(look);
        if (server != null) {
          found.add(server);
        }
      }
      return found;
    }
  }

  private static @Nullable FoundServer result(Future<@Nullable FoundServer> look)
      throws InterruptedException {
    try {
      return look.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static @Nullable FoundServer look(HttpClient client, URI url)
      throws InterruptedException {
    Probe probe = Probe.of(client, url);
    Probe.Answer models;
    try {
      models = probe.get("/v1/models");
    } catch (IOException e) {
      // Nobody is there, or nobody who speaks HTTP.
      return null;
    }
    if (models.fromTollgate()) {
      return null;
    }
    boolean listed = models.status() == 200 && isList(models.json());
    boolean wantsKey = models.status() == 401 || models.status() == 403;
    Kind kind = Kind.of(probe, owner(models.json()));
    if (kind == null && !listed && !wantsKey) {
      return null;
    }
    return new FoundServer(
        url,
        kind == null ? "OpenAI-compatible server" : kind.title(),
        kind == null ? null : kind.version(),
        kind == null ? null : kind.profile(),
        listed ? names(models.json()) : List.of(),
        wantsKey);
  }

  private static boolean isList(@Nullable JsonNode json) {
    JsonNode data = json != null && json.isObject() ? Nodes.get(json, "data") : null;
    return data != null && data.isArray();
  }

  private static List<String> names(@Nullable JsonNode json) {
    return Nodes.array(json, "data").stream()
        .map(model -> Nodes.text(model, "id"))
        .filter(Objects::nonNull)
        .toList();
  }

  private static String owner(@Nullable JsonNode json) {
    List<JsonNode> models = json != null && json.isObject() ? Nodes.array(json, "data") : List.of();
    return models.isEmpty() ? "" : Nodes.text(models.getFirst(), "owned_by", "");
  }
}
