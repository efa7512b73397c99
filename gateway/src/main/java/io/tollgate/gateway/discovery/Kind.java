package io.tollgate.gateway.discovery;

import io.tollgate.adapters.json.Nodes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a server is, told by what only it answers. Paths that several serve are asked last, for some
 * servers also speak for others: LM Studio answers 200 to what it does not know, SGLang speaks
 * Ollama's API, LocalAI and vLLM both tell a version.
 */
record Kind(String title, @Nullable String profile, @Nullable String version) {

  /**
   * Asks a server what it is; {@code null} where it is none of those that are known.
   *
   * @param owner who owns its first model, as it says
   */
  static @Nullable Kind of(Probe probe, String owner) throws InterruptedException {
    JsonNode properties = probe.object("/props");
    if (has(properties, "default_generation_settings")) {
      return new Kind("llama.cpp", "llamacpp", Nodes.text(properties, "build_info"));
    }
    JsonNode model = probe.object("/get_model_info");
    if (has(model, "model_path")) {
      return new Kind("SGLang", "sglang", Nodes.text(probe.object("/get_server_info"), "version"));
    }
    JsonNode info = probe.object("/info");
    if (has(info, "model_id") && has(info, "version")) {
      return new Kind("Text Generation Inference", "tgi", Nodes.text(info, "version"));
    }
    JsonNode metadata = probe.object("/v1/metadata");
    if (has(metadata, "modelInfo")) {
      return new Kind("NVIDIA NIM", "nim", Nodes.text(metadata, "version"));
    }
    JsonNode system = probe.object("/system");
    if (has(system, "backends")) {
      return new Kind("LocalAI", null, Nodes.text(probe.object("/version"), "version"));
    }
    JsonNode studio = probe.object("/api/v0/models");
    if (has(studio, "data")) {
      return new Kind("LM Studio", "lmstudio", null);
    }
    return byOwner(probe, owner);
  }

  private static @Nullable Kind byOwner(Probe probe, String owner) throws InterruptedException {
    if (owner.equals("deepspeed-mii")) {
      return new Kind("DeepSpeed-MII", "deepspeed-mii", null);
    }
    String version = Nodes.text(probe.object("/version"), "version");
    if (owner.equals("vllm") || (owner.isEmpty() && version != null)) {
      // It tells its version also to those without a key, and its models not.
      return new Kind("vLLM", "vllm", version);
    }
    String ollama = Nodes.text(probe.object("/api/version"), "version");
    return ollama == null ? null : new Kind("Ollama", "ollama", ollama);
  }

  private static boolean has(@Nullable JsonNode json, String member) {
    return Nodes.get(json, member) != null;
  }
}
