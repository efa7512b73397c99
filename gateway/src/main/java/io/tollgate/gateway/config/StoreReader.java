package io.tollgate.gateway.config;

import io.tollgate.gateway.store.StoreSettings;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads which PostgreSQL a gateway shares with others. */
final class StoreReader {

  private static final YamlType<String> URL =
      YamlType.text(
          "an address such as postgresql://db.example.com:5432/tollgate",
          text -> text.matches("(jdbc:)?postgresql://\\S+"));
  private static final YamlType<Duration> EXPIRY =
      YamlType.duration(Duration.ofSeconds(5), Duration.ofHours(1));

  private StoreReader() {}

  /** The store, or {@code null} where the gateway shares nothing. */
  static @Nullable StoreSettings read(YamlMap root, SecretReader secrets) {
    if (!root.has("store")) {
      return null;
    }
    YamlMap map = root.mapOrEmpty("store");
    return new StoreSettings(
        map.required("url", URL),
        map.optional("user", YamlType.text(), "tollgate"),
        secrets.read(map, "password"),
        map.optional("expiry", EXPIRY, StoreSettings.EXPIRY));
  }
}
