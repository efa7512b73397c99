package io.tollgate.bench.provider;

import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists of a provider's models in the shapes of the dialects. */
final class Listings {

  private Listings() {}

  private static String list(
      ProviderProfile profile, String name, BiConsumer<ObjectNode, String> model) {
    ObjectNode root = Trees.object();
    ArrayNode models = root.putArray(name);
    profile.models().forEach(served -> model.accept(models.addObject(), served.name()));
    return root.toString();
  }

  static String anthropic(ProviderProfile profile) {
    ObjectNode root =
        (ObjectNode)
            Trees.read(
                list(
                    profile,
                    "data",
                    (node, name) ->
                        node.put("type", "model")
                            .put("id", name)
                            .put("display_name", name)
                            .put("created_at", "2026-01-01T00:00:00Z")));
    return root.put("has_more", false)
        .put("first_id", profile.models().getFirst().name())
        .put("last_id", profile.models().getLast().name())
        .toString();
  }

  static String gemini(ProviderProfile profile) {
    return list(
        profile,
        "models",
        (node, name) -> {
          node.put("name", "models/" + name)
              .put("version", "001")
              .put("displayName", name)
              .put("inputTokenLimit", 1_048_576)
              .put("outputTokenLimit", 65_536);
          ArrayNode methods = node.putArray("supportedGenerationMethods");
          methods.add("generateContent").add("countTokens").add("embedContent");
        });
  }

  static String ollama(ProviderProfile profile) {
    return list(
        profile,
        "models",
        (node, name) ->
            node.put("name", name)
                .put("model", name)
                .put("modified_at", "2026-01-01T00:00:00Z")
                .put("size", 1_000_000)
                .put("digest", "0".repeat(64))
                .putObject("details")
                .put("format", "gguf")
                .put("family", "simulated")
                .put("parameter_size", "1B")
                .put("quantization_level", "Q4_0"));
  }
}
