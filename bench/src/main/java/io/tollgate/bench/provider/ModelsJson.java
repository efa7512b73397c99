package io.tollgate.bench.provider;

import java.util.StringJoiner;

/** The list of a provider's models in OpenAI's shape. */
final class ModelsJson {

  /** 2026-01-01T00:00:00Z, when all simulated models were made. */
  private static final long CREATED_SECONDS = 1_767_225_600;

  private ModelsJson() {}

  static String of(ProviderProfile profile) {
    StringJoiner models = new StringJoiner(",", "{\"object\":\"list\",\"data\":[", "]}");
    for (SimulatedModel model : profile.models()) {
      models.add(
          "{\"id\":%s,\"object\":\"model\",\"created\":%d,\"owned_by\":%s}"
              .formatted(
                  JsonText.quoted(model.name()), CREATED_SECONDS, JsonText.quoted(profile.name())));
    }
    return models.toString();
  }
}
