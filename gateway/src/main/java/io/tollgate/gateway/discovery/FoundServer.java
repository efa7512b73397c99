package io.tollgate.gateway.discovery;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model server that was found.
 *
 * @param url its address, without a path
 * @param server what it is, e.g. {@code vLLM}
 * @param version what it says its version is; {@code null} where it does not say
 * @param profile the provider profile for it; {@code null} where none fits, and OpenAI's chat
 *     dialect below {@code /v1} is the best guess
 * @param models the names of its models, as many as it told; empty where it has none or wants a key
 *     first
 * @param wantsKey whether it lists its models only to those who have a key
 */
public record FoundServer(
    URI url,
    String server,
    @Nullable String version,
    @Nullable String profile,
    List<String> models,
    boolean wantsKey) {

  public FoundServer {
    models = List.copyOf(models);
  }
}
