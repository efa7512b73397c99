package io.tollgate.gateway.http;

import io.tollgate.adapters.openai.chat.ModelList;
import io.tollgate.gateway.config.RoutingState;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code /v1/models} and {@code /v1/models/NAME}: what a caller may ask for. */
final class ModelsPath {

  private static final String ALL = "/v1/models";

  private ModelsPath() {}

  static boolean matches(String path) {
    return path.equals(ALL) || path.startsWith(ALL + "/");
  }

  /** The list, or the entry of the model that the path names; {@code null} where there is none. */
  static byte @Nullable [] json(String path, RoutingState routing) {
    if (path.equals(ALL)) {
      return ModelList.json(routing.models());
    }
    String name = name(path);
    return routing.modelNames().contains(name) ? ModelList.json(routing.model(name)) : null;
  }

  /** The name in a path: names have slashes in them, which SDKs write as {@code %2F}. */
  static String name(String path) {
    String segment = path.substring(Math.min(path.length(), ALL.length() + 1));
    try {
      // A plus is a space in forms only, not in paths.
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }
}
