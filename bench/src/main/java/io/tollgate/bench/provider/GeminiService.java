package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Gemini. */
final class GeminiService implements DialectService {

  static final Pattern PATH =
      Pattern.compile(
          ".*/models/([^/:]+):(generateContent|streamGenerateContent|countTokens|embedContent"
              + "|batchEmbedContents)");

  private final Signatures signatures;

  GeminiService(Signatures signatures) {
    this.signatures = signatures;
  }

  @Override
  public Dialect dialect() {
    return Dialect.GEMINI;
  }

  @Override
  public void authorize(Call call, String key) {
    String shown = call.header("x-goog-api-key");
    if (shown == null) {
      for (String parameter : call.query().split("&", -1)) {
        if (parameter.startsWith("key=")) {
          shown = URLDecoder.decode(parameter.substring(4), StandardCharsets.UTF_8);
        }
      }
    }
    if (shown == null) {
      throw Refusal.of(
          403, "Method doesn't allow unregistered callers (callers without established identity).");
    }
    if (!shown.equals(key)) {
      throw Refusal.of(
          400, "API key not valid. Please pass a valid API key.", null, "API_KEY_INVALID");
    }
  }

  @Override
  public Asked read(Call call) {
    Matcher path = PATH.matcher(call.path());
    if (!path.matches()) {
      throw Refusal.of(404, "no such method");
    }
    String model = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
    ObjectNode root = GeminiNames.camel(Trees.object(call.body()));
    return switch (path.group(2)) {
      case "embedContent" -> GeminiEmbeddings.one(model, root);
      case "batchEmbedContents" -> GeminiEmbeddings.batch(model, root);
      case "countTokens" -> {
        boolean wrapped = root.path("generateContentRequest").isObject();
        ObjectNode counted = wrapped ? (ObjectNode) root.path("generateContentRequest") : root;
        yield new GeminiReader(counted, model, signatures).count();
      }
      default -> {
        boolean stream = path.group(2).startsWith("stream");
        boolean events = call.query().contains("alt=sse");
        yield new GeminiReader(root, model, signatures).read(stream, events);
      }
    };
  }

  @Override
  public ErrorAnswer error(Refusal refusal) {
    return ErrorAnswer.of(GeminiErrors.of(refusal).toString());
  }

  @Override
  public Buffer errorEvent(Refusal refusal) {
    return GeminiScript.event(GeminiErrors.of(refusal));
  }

  @Override
  public boolean waitsInHeaders() {
    return false;
  }
}
