package io.tollgate.gateway.http;

import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the data plane: those of the dialects, at the root and under the drop-in bases
 * {@code /openai}, {@code /anthropic} and {@code /genai}.
 */
final class Routes {

  static final ClientDialect CHAT = new ChatClient();

  private static final String ADVICE =
      "Nothing is served here. Base URLs are /v1 (or /openai/v1) for OpenAI's SDKs, / (or"
          + " /anthropic) for Anthropic's, / (or /genai) for Google's.";

  private static final String POST = "POST";
  private static final String GET = "GET";
  private static final String MODELS = "/models";

  /** What clients that look whether somebody is there are told. */
  static final byte[] GREETING = "{\"service\":\"tollgate\"}".getBytes(StandardCharsets.US_ASCII);

  private Routes() {}

  /** How the client of a path speaks, whatever is asked for. */
  static ClientDialect dialect(@Nullable String path, MultiMap headers) {
    return of(HttpMethod.POST, path, headers).dialect();
  }

  /** Where a request goes. */
  static Route of(HttpMethod method, @Nullable String path, MultiMap headers) {
    String full = path == null ? "" : path;
    if (full.equals("/") || full.isEmpty()) {
      return HttpMethod.HEAD.equals(method) || HttpMethod.GET.equals(method)
          ? new Route.Root(CHAT)
          : new Route.NotAllowed(CHAT, "GET, HEAD");
    }
    return openAi(method, full);
  }

  private static Route openAi(HttpMethod method, String path) {
    String rest = below(below(path, "/openai"), "/v1");
    if (rest.equals("/chat/completions")) {
      return posted(method, new Route.Talk(CHAT, null, false));
    }
    if (rest.equals(MODELS) || rest.startsWith(MODELS + "/")) {
      return HttpMethod.GET.equals(method)
          ? new Route.Models(CHAT, name(rest))
          : new Route.NotAllowed(CHAT, GET);
    }
    return new Route.Nothing(CHAT, ADVICE);
  }

  private static Route posted(HttpMethod method, Route route) {
    return HttpMethod.POST.equals(method) ? route : new Route.NotAllowed(route.dialect(), POST);
  }

  private static @Nullable String name(String rest) {
    return rest.length() <= MODELS.length() + 1
        ? null
        : decode(rest.substring(MODELS.length() + 1));
  }

  /** The path below a base, or the path itself where it is not. */
  private static String below(String path, String base) {
    return path.startsWith(base + "/") ? path.substring(base.length()) : path;
  }

  /** Names have slashes in them, which SDKs write as {@code %2F}. */
  private static String decode(String segment) {
    try {
      // A plus is a space in forms only, not in paths.
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment;
    }
  }
}
