package io.tollgate.bench.sdk;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that one SDK does.
 *
 * @param id unique, and stands in the prompt, so that what a provider received can be found
 * @param feature its name in {@code features.mjs}
 * @param model the model asked for
 * @param prompt the question
 * @param wrongKey whether the key is nobody's
 * @param timeout the SDK's own limit, or {@code null}
 */
record SdkCase(
    String id,
    String feature,
    String model,
    String prompt,
    boolean wrongKey,
    @Nullable Duration timeout) {

  /** A feature that is asked of one provider. */
  static SdkCase of(ClientSdk sdk, ProviderDialectName provider, Feature feature) {
    String id = sdk.key + " -> " + provider.key + " " + feature.key;
    // The same question plain and streamed has the same answer.
    Feature asked =
        switch (feature) {
          case STREAMED -> Feature.PLAIN;
          case THINKING_STREAMED -> Feature.THINKING;
          default -> feature;
        };
    String marker = sdk.key + " to " + provider.key + " " + asked.key;
    String model =
        provider.provider()
            + "/"
            + provider.model()
            + (feature == Feature.ABORT ? SdkStage.DRIP : "");
    return new SdkCase(
        id, feature.key, model, "Case (" + marker + "). " + feature.directive, false, null);
  }

  /** What of the prompt no other case has. */
  String marker() {
    return prompt.substring(prompt.indexOf('(') + 1, prompt.indexOf(')'));
  }

  /** As {@code run.mjs} reads it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("feature", feature);
    json.put("model", model);
    json.put("prompt", prompt);
    if (wrongKey) {
      json.put("key", "wrong");
    }
    if (timeout != null) {
      json.put("timeoutMillis", timeout.toMillis());
    }
    return json;
  }
}
