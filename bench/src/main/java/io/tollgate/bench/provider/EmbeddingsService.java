package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI embeddings. */
final class EmbeddingsService implements DialectService {

  private static final Set<String> PARAMETERS =
      Set.of("input", "model", "dimensions", "encoding_format", "user");
  private static final int MOST_INPUTS = 2048;

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI_EMBEDDINGS;
  }

  @Override
  public void authorize(Call call, String key) {
    OpenAiErrors.authorize(call, key);
  }

  @Override
  public Asked read(Call call) {
    ObjectNode root = Trees.object(call.body());
    root.properties()
        .forEach(member -> {
          if (!PARAMETERS.contains(member.getKey())) {
            throw Refusal.invalid(
                member.getKey(), "Unrecognized request argument supplied: " + member.getKey());
          }
        });
    String format = root.path("encoding_format").stringValue("float");
    if (!format.equals("float") && !format.equals("base64")) {
      throw Refusal.invalid(
          "encoding_format", "'" + format + "' is not one of ['float', 'base64']");
    }
    List<String> texts = texts(root.path("input"));
    int dimensions = root.path("dimensions").asInt(Vectors.USUAL_DIMENSIONS);
    return new Asked(
        Vectors.turn(root.path("model").stringValue(""), texts),
        new EmbeddingsVoice(texts, dimensions, format.equals("base64")));
  }

  private static List<String> texts(JsonNode input) {
    List<String> texts = new ArrayList<>();
    if (input.isString()) {
      texts.add(input.stringValue());
    } else if (input.path(0).isNumber()) {
      texts.add(input.toString());
    } else {
      input
          .values()
          .forEach(text -> texts.add(text.isString() ? text.stringValue() : text.toString()));
    }
    if (texts.isEmpty() || texts.size() > MOST_INPUTS || texts.contains("")) {
      throw Refusal.invalid("input", "'$.input' is invalid.");
    }
    return texts;
  }

  @Override
  public ErrorAnswer error(Refusal refusal) {
    return ErrorAnswer.of(OpenAiErrors.of(refusal));
  }

  @Override
  public Buffer errorEvent(Refusal refusal) {
    throw new IllegalStateException("vectors are never streamed");
  }

  /** The vectors of some texts. */
  private record EmbeddingsVoice(List<String> texts, int dimensions, boolean base64)
      implements Voice {

    @Override
    public Buffer plain(Saying saying) {
      ObjectNode list = Trees.object().put("object", "list");
      ArrayNode data = list.putArray("data");
      String model = saying.model().name();
      for (int i = 0; i < texts.size(); i++) {
        ObjectNode entry = data.addObject().put("object", "embedding").put("index", i);
        float[] vector = Vectors.of(model, texts.get(i), dimensions);
        if (base64) {
          entry.put("embedding", Vectors.base64(vector));
        } else {
          entry.set("embedding", Vectors.json(vector));
        }
      }
      list.put("model", model);
      Counts counts = saying.counts();
      if (counts.isNull()) {
        list.putNull("usage");
      } else if (!counts.missing()) {
        ObjectNode usage = list.putObject("usage");
        usage.set("prompt_tokens", counts.of(counts.usage().promptTokens()));
        usage.set("total_tokens", counts.of(counts.usage().promptTokens()));
      }
      return Trees.bytes(list);
    }

    @Override
    public List<Step> stream(Saying saying) {
      throw new IllegalStateException("vectors are never streamed");
    }
  }
}
