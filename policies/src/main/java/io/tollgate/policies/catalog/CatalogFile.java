package io.tollgate.policies.catalog;

import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.YamlList;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlNode;
import io.tollgate.policies.yaml.YamlReader;
import io.tollgate.policies.yaml.YamlScalar;
import io.tollgate.policies.yaml.YamlType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The format of catalogue files.
 *
 * <pre>{@code
 * models:
 *   gpt-oss-120b:                  # the weights, whoever serves them
 *     class: open-moe              # frontier, open-moe or local
 *     quality: 0.7                 # prior of how good its answers are, 0 to 1
 *     context: 131072              # tokens of input and output together
 *     max_output: 65536            # tokens of one answer
 *     capabilities: [tools, json-schema]    # also images, audio, files, logprobs, embeddings
 *     active_parameters: 5_100_000_000      # parameters that work on each token, where known
 *     deployments:                 # provider/model, as the provider's API calls it
 *       - groq/openai/gpt-oss-120b
 *       - id: cerebras/gpt-oss-120b
 *         max_output: 40960        # where a provider differs: context, max_output, capabilities
 * pools:                           # machines of one's own, see docs/capacity.md
 *   rack-1:
 *     gpus: 8
 *     lease: 2.5                   # dollars per gpu-hour; or capex, residual, years, colo, ...
 *     deployments: [local/gpt-oss-120b]
 *     from: 2026-07-01
 * }</pre>
 */
public final class CatalogFile {

  private static final YamlType<ModelClass> CLASS =
      YamlType.oneOf(ModelClass.values(), ModelClass::key);
  private static final YamlType<Capability> CAPABILITY =
      YamlType.oneOf(Capability.values(), Capability::key);
  private static final YamlType<Long> TOKENS = YamlType.wholeNumber(1, 1L << 31);
  private static final YamlType<Long> PARAMETERS = YamlType.wholeNumber(1, 1_000_000_000_000_000L);
  private static final YamlType<String> DEPLOYMENT_ID =
      YamlType.text("a deployment, provider/model", Deployment::isId);
  private static final YamlType<Integer> QUALITY_PPM =
      YamlType.of(
          "a number from 0 to 1 with at most 6 decimals",
          0,
          text -> {
            if (!text.matches("[01](\\.[0-9]{1,6})?")) {
              throw new IllegalArgumentException("found \"" + text + "\"");
            }
            int ppm = new BigDecimal(text).movePointRight(6).intValueExact();
            if (ppm > 1_000_000) {
              throw new IllegalArgumentException(text + " is out of range");
            }
            return ppm;
          });

  /** Where each deployment is declared, by its id. */
  private final Map<String, YamlNode> places = new LinkedHashMap<>();

  private final List<Deployment> deployments = new ArrayList<>();

  private CatalogFile() {}

  /**
   * Reads the text of a catalogue file.
   *
   * @param fileName the name as the user gave it, for messages
   */
  public static Parsed<Catalog> parse(String fileName, String text) {
    return YamlReader.read(fileName, text, root -> new CatalogFile().catalog(root));
  }

  private Catalog catalog(YamlMap root) {
    YamlMap models = root.has("pools") ? root.mapOrEmpty("models") : root.map("models");
    for (String id : models.keys()) {
      YamlMap model = models.map(id);
      if (models.node(id) == model) {
        readModel(id, model);
      }
    }
    List<Pool> pools = PoolReader.read(root.mapOrEmpty("pools"));
    return Catalog.of(deployments, pools);
  }

  private void readModel(String id, YamlMap map) {
    Limits limits =
        new Limits(
            map.required("context", TOKENS),
            map.required("max_output", TOKENS),
            Set.copyOf(map.listOrEmpty("capabilities").each(CAPABILITY)),
            map.optional("active_parameters", PARAMETERS));
    limits.check(map);
    Model model = limits.of(id, map.required("class", CLASS), map.required("quality", QUALITY_PPM));
    YamlList list = map.list("deployments");
    if (map.has("deployments") && list.isEmpty()) {
      list.problem("no deployment", "expected: at least one provider/model");
    }
    for (YamlNode item : list.items()) {
      switch (item) {
        case YamlScalar scalar -> add(scalar, scalar.as(DEPLOYMENT_ID), model);
        case YamlMap own -> readDeployment(own, model, limits);
        case YamlList nested ->
            nested.problem("found a list", "expected: " + DEPLOYMENT_ID.expected());
      }
    }
  }

  private void readDeployment(YamlMap map, Model model, Limits modelLimits) {
    String id = map.required("id", DEPLOYMENT_ID);
    Limits limits =
        new Limits(
            map.optional("context", TOKENS, modelLimits.context()),
            map.optional("max_output", TOKENS, modelLimits.maxOutput()),
            map.node("capabilities") == null
                ? modelLimits.capabilities()
                : Set.copyOf(map.list("capabilities").each(CAPABILITY)),
            modelLimits.activeParameters());
    limits.check(map);
    @Nullable YamlScalar place = map.scalar("id");
    add(
        place == null ? map : place,
        id,
        limits.of(model.id(), model.modelClass(), model.qualityPpm()));
  }

  private void add(YamlNode place, String id, Model model) {
    if (!Deployment.isId(id)) {
      return;
    }
    YamlNode first = places.putIfAbsent(id, place);
    if (first == null) {
      deployments.add(Deployment.of(id, model));
    } else {
      place.problem(
          "\"%s\" is declared twice, first in line %d".formatted(id, first.position().line()),
          "expected: each deployment once");
    }
  }

  /** What a provider may set for itself, and what it inherits. */
  private record Limits(
      long context, long maxOutput, Set<Capability> capabilities, @Nullable Long activeParameters) {

    void check(YamlMap map) {
      if (maxOutput > context) {
        map.problem(
            "max_output",
            "%d tokens of output do not fit a context of %d".formatted(maxOutput, context),
            "expected: at most the context");
      }
    }

    Model of(String id, ModelClass modelClass, int qualityPpm) {
      return new Model(
          id, modelClass, qualityPpm, context, maxOutput, capabilities, activeParameters);
    }
  }
}
