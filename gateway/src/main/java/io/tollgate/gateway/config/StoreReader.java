package io.tollgate.gateway.config;

import io.tollgate.gateway.store.StoreSettings;
import io.tollgate.gateway.store.StoreSettings.LedgerSharing;
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

  private static final String OWN = "own";
  private static final YamlType<String> LEDGER =
      YamlType.text("own or shared", text -> text.equals(OWN) || text.equals("shared"));

  /** A month has to be whole until it can be closed. */
  private static final YamlType<Duration> RETENTION =
      YamlType.duration(Duration.ofDays(32), Duration.ofDays(36_500));

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
        map.optional("expiry", EXPIRY, StoreSettings.EXPIRY),
        ledger(map));
  }

  private static @Nullable LedgerSharing ledger(YamlMap map) {
    String ledger = map.optional("ledger", LEDGER, OWN);
    Duration retention = map.optional("retention", RETENTION);
    return ledger.equals(OWN) ? null : new LedgerSharing(retention);
  }
}
