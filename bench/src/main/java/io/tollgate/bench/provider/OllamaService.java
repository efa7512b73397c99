package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Ollama's own dialect, which asks for no key. */
final class OllamaService implements DialectService {

  @Override
  public Dialect dialect() {
    return Dialect.OLLAMA;
  }

  @Override
  public void authorize(Call call, String key) {
    // Whoever reaches it may ask.
  }

  @Override
  public Asked read(Call call) {
    ObjectNode root = Trees.object(call.body());
    return call.path().endsWith("/embed") ? embed(root) : OllamaReader.read(root);
  }

  private static Asked embed(ObjectNode root) {
    List<String> texts = new ArrayList<>();
    JsonNode input = root.path("input");
    if (input.isString()) {
      texts.add(input.stringValue());
    } else if (input.isArray()) {
      input.values().forEach(text -> texts.add(text.stringValue("")));
    } else {
      throw Refusal.invalid("invalid input type");
    }
    int dimensions = root.path("dimensions").asInt(Vectors.USUAL_DIMENSIONS);
    return new Asked(
        Vectors.turn(root.path("model").stringValue(""), texts), new EmbedVoice(texts, dimensions));
  }

  @Override
  public ErrorAnswer error(Refusal refusal) {
    String message =
        refusal.reason == Fault.Reason.CONTEXT
            ? "the input length exceeds the context length"
            : refusal.message();
    return ErrorAnswer.of(Trees.object().put("error", message).toString());
  }

  @Override
  public Buffer errorEvent(Refusal refusal) {
    return Buffer.buffer(error(refusal).json() + "\n");
  }

  /** The vectors of some texts. */
  private record EmbedVoice(List<String> texts, int dimensions) implements Voice {

    @Override
    public Buffer plain(Saying saying) {
      String model = saying.model().name();
      ObjectNode root = Trees.object().put("model", model);
      ArrayNode embeddings = root.putArray("embeddings");
      texts.forEach(text -> embeddings.add(Vectors.json(Vectors.of(model, text, dimensions))));
      root.put("total_duration", 1_000_000).put("load_duration", 1_000);
      Counts counts = saying.counts();
      if (!counts.missing()) {
        root.set("prompt_eval_count", counts.of(counts.usage().promptTokens()));
      }
      return Trees.bytes(root);
    }

    @Override
    public List<Step> stream(Saying saying) {
      throw new IllegalStateException("vectors are never streamed");
    }
  }
}
