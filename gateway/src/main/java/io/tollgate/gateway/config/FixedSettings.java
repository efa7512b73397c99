package io.tollgate.gateway.config;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings that a running gateway cannot change: they take effect at the next start. */
final class FixedSettings {

  private record Setting(String name, Function<GatewayConfig, @Nullable Object> value) {}

  private static final List<Setting> ALL =
      List.of(
          new Setting("node", GatewayConfig::node),
          new Setting("listen", GatewayConfig::listen),
          new Setting("data_dir", GatewayConfig::dataDir),
          new Setting("durability", GatewayConfig::durability),
          new Setting("event_loops", GatewayConfig::eventLoops),
          new Setting("store", GatewayConfig::store),
          new Setting("limits.request_line_bytes", c -> c.limits().requestLineBytesMax()),
          new Setting("limits.header_bytes", c -> c.limits().headerBytesMax()),
          new Setting("limits.idempotency", c -> c.limits().idempotency()),
          new Setting("limits.responses", c -> c.limits().responses()));

  private FixedSettings() {}

  /** The names of those that are not as they were at the start. */
  static List<String> differences(GatewayConfig started, GatewayConfig read) {
    return ALL.stream()
        .filter(
            setting -> !Objects.equals(setting.value().apply(started), setting.value().apply(read)))
        .map(Setting::name)
        .toList();
  }
}
