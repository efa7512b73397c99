package io.tollgate.adapters.dialect;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a request stands outside of its body.
 *
 * @param pathModel the model in its path (Gemini); {@code null} where the body names it
 * @param pathStreams whether its path asks for a stream (Gemini)
 * @param headers those that belong to the dialect, by lower-case name; see {@link
 *     ClientDialect#headers}
 */
public record RequestHead(
    @Nullable String pathModel, boolean pathStreams, Map<String, String> headers) {

  /** A request whose body says everything. */
  public static final RequestHead NONE = new RequestHead(null, false, Map.of());

  public RequestHead {
    headers = Map.copyOf(headers);
  }
}
