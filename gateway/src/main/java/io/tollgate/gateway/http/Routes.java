package io.tollgate.gateway.http;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.gemini.GeminiClient;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.embeddings.EmbeddingsClient;
import io.tollgate.adapters.openai.responses.ResponsesClient;
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
  private static final ClientDialect EMBEDDINGS = new EmbeddingsClient();
  private static final ClientDialect RESPONSES = new ResponsesClient();
  static final AnthropicClient ANTHROPIC = new AnthropicClient();
  static final GeminiClient GEMINI = new GeminiClient();

  /** What clients that look whether somebody is there are told. */
  static final byte[] GREETING = "{\"service\":\"tollgate\"}".getBytes(StandardCharsets.US_ASCII);

  private static final String ADVICE =
      "Nothing is served here. Base URLs are /v1 (or /openai/v1) for OpenAI's SDKs, / (or"
          + " /anthropic) for Anthropic's, / (or /genai) for Google's.";

  private static final String GET = "GET";
  private static final String POST = "POST";
  private static final String MODELS = "/models";
  private static final String RESPONSES_PATH = "/responses";

  private Routes() {}

  /** How the client of a path speaks, whatever is asked for. */
  static ClientDialect dialect(@Nullable String path, MultiMap headers) {
    return of(HttpMethod.POST, path, headers).dialect();
  }

  /** Where a request goes. */
  static Route of(HttpMethod method, @Nullable String path, MultiMap headers) {
    String full = path == null ? "" : path;
    if (full.startsWith("/openai/")) {
      return openAi(method, below(full.substring("/openai".length()), "/v1"));
    }
    if (full.startsWith("/anthropic/")) {
      return anthropic(method, below(full.substring("/anthropic".length()), "/v1"));
    }
    if (full.startsWith("/genai/")) {
      return gemini(method, full.substring("/genai".length()));
    }
    if (full.startsWith("/v1beta/")) {
      return gemini(method, full);
    }
    if (isRoot(full)) {
      return root(method, headers.contains("anthropic-version") ? ANTHROPIC : CHAT);
    }
    if (!full.startsWith("/v1/")) {
      return new Route.Nothing(CHAT, ADVICE);
    }
    String rest = full.substring("/v1".length());
    if (isModels(rest) && (isCall(rest) || headers.contains("x-goog-api-key"))) {
      // Google's SDK for JavaScript asks for version v1.
      return gemini(method, full);
    }
    return rest.startsWith("/messages") || (isModels(rest) && headers.contains("anthropic-version"))
        ? anthropic(method, rest)
        : openAi(method, rest);
  }

  private static Route openAi(HttpMethod method, String rest) {
    return switch (rest) {
      case "/chat/completions" -> posted(method, new Route.Talk(CHAT, null, false));
      case "/embeddings" -> posted(method, new Route.Talk(EMBEDDINGS, null, false));
      case "/feedback" -> posted(method, new Route.Feedback(CHAT));
      case "/outcomes" -> posted(method, new Route.Outcome(CHAT));
      case RESPONSES_PATH -> posted(method, new Route.Talk(RESPONSES, null, false));
      default ->
          isModels(rest)
              ? models(method, CHAT, rest)
              : rest.startsWith(RESPONSES_PATH + "/") ? stored(method, rest) : nothing(CHAT);
    };
  }

  private static Route stored(HttpMethod method, String rest) {
    String id = decode(rest.substring(RESPONSES_PATH.length() + 1));
    return HttpMethod.GET.equals(method) || HttpMethod.DELETE.equals(method)
        ? new Route.Stored(RESPONSES, id, HttpMethod.DELETE.equals(method))
        : new Route.NotAllowed(RESPONSES, "GET, DELETE");
  }

  private static Route anthropic(HttpMethod method, String rest) {
    return switch (rest) {
      case "/messages" -> posted(method, new Route.Talk(ANTHROPIC, null, false));
      case "/messages/count_tokens" -> posted(method, new Route.CountTokens(ANTHROPIC, null));
      case "/" -> root(method, ANTHROPIC);
      default -> isModels(rest) ? models(method, ANTHROPIC, rest) : nothing(ANTHROPIC);
    };
  }

  /**
   * {@code /VERSION/models/NAME:METHOD}, where names may have slashes and colons. The AI SDK leaves
   * out {@code models} where the name has a slash.
   */
  private static Route gemini(HttpMethod method, String path) {
    int slash = path.indexOf('/', 1);
    String rest = slash < 0 ? "" : path.substring(slash);
    if (!isModels(rest)) {
      if (!isCall(rest)) {
        return nothing(GEMINI);
      }
      rest = MODELS + rest;
    }
    int colon = rest.lastIndexOf(':');
    if (colon < 0 || HttpMethod.GET.equals(method)) {
      return models(method, GEMINI, rest);
    }
    String name = decode(rest.substring(MODELS.length() + 1, colon));
    return switch (rest.substring(colon + 1)) {
      case "generateContent" -> posted(method, new Route.Talk(GEMINI, name, false));
      case "streamGenerateContent" -> posted(method, new Route.Talk(GEMINI, name, true));
      case "countTokens" -> posted(method, new Route.CountTokens(GEMINI, name));
      default -> nothing(GEMINI);
    };
  }

  private static Route root(HttpMethod method, ClientDialect dialect) {
    return HttpMethod.HEAD.equals(method) || HttpMethod.GET.equals(method)
        ? new Route.Root(dialect)
        : new Route.NotAllowed(dialect, "GET, HEAD");
  }

  private static Route models(HttpMethod method, ClientDialect dialect, String rest) {
    return HttpMethod.GET.equals(method)
        ? new Route.Models(dialect, name(rest))
        : new Route.NotAllowed(dialect, GET);
  }

  private static Route nothing(ClientDialect dialect) {
    return new Route.Nothing(dialect, ADVICE);
  }

  private static Route posted(HttpMethod method, Route route) {
    return HttpMethod.POST.equals(method) ? route : new Route.NotAllowed(route.dialect(), POST);
  }

  /** Whether a path below the models calls a method of Google's. */
  private static boolean isCall(String rest) {
    return rest.endsWith(":generateContent")
        || rest.endsWith(":streamGenerateContent")
        || rest.endsWith(":countTokens");
  }

  private static boolean isRoot(String path) {
    return path.isEmpty()
        || path.equals("/")
        || path.equals("/openai")
        || path.equals("/genai")
        || path.equals("/anthropic");
  }

  private static boolean isModels(String rest) {
    return rest.equals(MODELS) || rest.startsWith(MODELS + "/");
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
