package io.tollgate.gateway.config;

import io.tollgate.gateway.config.GatewayConfig.ClientTimes;
import io.tollgate.gateway.config.GatewayConfig.Kept;
import io.tollgate.gateway.config.GatewayConfig.Limits;
import io.tollgate.gateway.config.GatewayConfig.Listen;
import io.tollgate.gateway.ledger.Durability;
import io.tollgate.gateway.quality.DecisionLog;
import io.tollgate.gateway.quality.MeasurementSettings;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.YamlList;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlReader;
import io.tollgate.policies.yaml.YamlType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code tollgate.yaml}. Paths in it are relative to the file itself. */
public final class ConfigFile {

  private static final YamlType<Integer> PORT = YamlType.integer(0, 65535);
  private static final YamlType<Integer> BYTES = YamlType.integer(1024, 1 << 30);
  private static final YamlType<Integer> COUNT = YamlType.integer(1, 1_000_000);
  private static final YamlType<Duration> TIME =
      YamlType.duration(Duration.ofMillis(1), Duration.ofHours(24));
  private static final YamlType<Duration> FEEDBACK_TIME =
      YamlType.duration(Duration.ofSeconds(1), Duration.ofDays(90));
  private static final String NAME_PATTERN = "[a-z0-9][a-z0-9-]{0,63}";

  static final YamlType<String> NAME =
      YamlType.text(
          "a name of lowercase letters, digits and dashes", text -> text.matches(NAME_PATTERN));

  private final Path folder;
  private final SecretSource secrets;
  private final FileStates files;

  private ConfigFile(Path file, SecretSource secrets, FileStates files) {
    Path parent = file.toAbsolutePath().getParent();
    this.folder = parent == null ? Path.of(".") : parent;
    this.secrets = secrets;
    this.files = files;
  }

  /**
   * Reads a configuration.
   *
   * @param file where it is, for messages and for the paths in it
   * @param text its text
   * @param secrets where {@code env:} and {@code file:} references are looked up
   */
  public static Parsed<GatewayConfig> parse(Path file, String text, SecretSource secrets) {
    ConfigFile reader = new ConfigFile(file, secrets, new FileStates());
    return YamlReader.read(file.toString(), text, reader::config);
  }

  /** Reads a configuration and what it refers to, and notes every file that was read. */
  static Parsed<GatewayConfig> read(Path file, SecretSource secrets, FileStates files) {
    ConfigFile reader = new ConfigFile(file, secrets, files);
    return ParsedFile.read(
        file, files, (name, text) -> YamlReader.read(name, text, reader::config));
  }

  /** Of nodes that have one file, each has its name from its environment. */
  private String nodeName() {
    String name = secrets.environment().getOrDefault("TOLLGATE_NODE", "");
    return name.matches(NAME_PATTERN) ? name : "node-1";
  }

  private GatewayConfig config(YamlMap root) {
    String node = root.optional("node", NAME, nodeName());
    Listen listen = listen(root.mapOrEmpty("listen"));
    Path dataDir = path(root.optional("data_dir", YamlType.text(), "var/ledger"));
    DocumentPaths documents =
        new DocumentPaths(folder, GatewayConfig.mirror(dataDir), root.has("store"));
    return new GatewayConfig(
        node,
        listen,
        dataDir,
        root.optional(
            "durability",
            YamlType.oneOf(Durability.values(), d -> d.name().toLowerCase(Locale.ROOT)),
            Durability.PROCESS),
        documents.list(root, "models"),
        documents.list(root, "prices"),
        documents.optional(root, "policies"),
        optionalPath(root.mapOrEmpty("router").optional("model", YamlType.text())),
        documents.optional(root, "keys", "keys.yaml"),
        limits(root.mapOrEmpty("limits")),
        root.optional("drain", TIME, GatewayConfig.DRAIN),
        root.optional("resend_lost", YamlType.bool(), false),
        measurement(root.mapOrEmpty("measurement")),
        new AlertsReader(new SecretReader(secrets, folder, files)).read(root.mapOrEmpty("alerts")),
        AdminReader.read(root.mapOrEmpty("admin"), new SecretReader(secrets, folder, files)),
        root.optional(
            "event_loops", YamlType.integer(1, 256), Runtime.getRuntime().availableProcessors()),
        StoreReader.read(root, new SecretReader(secrets, folder, files)),
        providers(root));
  }

  private static Listen listen(YamlMap map) {
    Listen defaults = Listen.DEFAULTS;
    return new Listen(
        map.optional("data_host", YamlType.text(), defaults.dataHost()),
        map.optional("data_port", PORT, defaults.dataPort()),
        map.optional("admin_host", YamlType.text(), defaults.adminHost()),
        map.optional("admin_port", PORT, defaults.adminPort()));
  }

  private static Limits limits(YamlMap map) {
    Limits defaults = Limits.DEFAULTS;
    return new Limits(
        map.optional("body_bytes", BYTES, defaults.bodyBytesMax()),
        map.optional("answer_bytes", BYTES, defaults.answerBytesMax()),
        map.optional("event_bytes", BYTES, defaults.eventBytesMax()),
        map.optional("request_line_bytes", BYTES, defaults.requestLineBytesMax()),
        map.optional("header_bytes", BYTES, defaults.headerBytesMax()),
        map.optional("concurrent_requests", COUNT, defaults.concurrentRequestsMax()),
        map.optional("connections", COUNT, defaults.connectionsMax()),
        map.optional("connections_per_address", COUNT, defaults.connectionsPerAddressMax()),
        map.optional(
            "held_bytes", YamlType.wholeNumber(1 << 20, 1L << 40), defaults.heldBytesMax()),
        clientTimes(map),
        kept(map.mapOrEmpty("idempotency")),
        kept(map.mapOrEmpty("responses")),
        feedback(map.mapOrEmpty("feedback")));
  }

  private static DecisionLog.Bounds feedback(YamlMap map) {
    DecisionLog.Bounds defaults = DecisionLog.Bounds.DEFAULTS;
    return new DecisionLog.Bounds(
        map.optional("requests", YamlType.integer(0, 10_000_000), defaults.requestsMax()),
        map.optional("ttl", FEEDBACK_TIME, defaults.age()));
  }

  private static MeasurementSettings measurement(YamlMap map) {
    MeasurementSettings defaults = MeasurementSettings.DEFAULTS;
    return new MeasurementSettings(
        map.optional("concurrent", YamlType.integer(1, 1_000), defaults.concurrentMax()),
        map.optional("waiting", YamlType.integer(0, 10_000), defaults.waitingMax()),
        map.optional("prompt_bytes", BYTES, defaults.promptBytesMax()),
        map.optional("output_tokens", YamlType.integer(1, 1_000_000), defaults.outputTokensMax()),
        map.optional(
                "record",
                YamlType.oneOf(Recorded.values(), r -> r.name().toLowerCase(Locale.ROOT)),
                defaults.recordText() ? Recorded.TEXT : Recorded.SCORES)
            == Recorded.TEXT,
        map.optional(
            "label_bytes", YamlType.wholeNumber(1 << 16, 1L << 40), defaults.labelBytesMax()));
  }

  /** What the log of labels says of an answer. */
  private enum Recorded {
    SCORES,
    TEXT
  }

  private static ClientTimes clientTimes(YamlMap map) {
    ClientTimes defaults = ClientTimes.DEFAULTS;
    return new ClientTimes(
        map.optional("head_read", TIME, defaults.headRead()),
        map.optional("body_read", TIME, defaults.bodyRead()),
        map.optional("keep_alive", TIME, defaults.keepAlive()),
        map.optional("write_stall", TIME, defaults.writeStall()));
  }

  private static Kept kept(YamlMap map) {
    Kept defaults = Kept.DEFAULTS;
    return new Kept(
        map.optional("ttl", TIME, defaults.ttl()),
        map.optional("bytes", YamlType.wholeNumber(0, 1L << 40), defaults.bytesMax()));
  }

  private List<Provider> providers(YamlMap root) {
    YamlList list = root.list("providers");
    List<Provider> providers = list.eachMap(new ProviderReader(folder, secrets, files)::read);
    if (root.has("providers") && list.isEmpty()) {
      root.problem("providers", "there is no provider", "name at least one");
    }
    if (providers.stream().map(Provider::name).distinct().count() < providers.size()) {
      root.problem("providers", "two providers have one name", "give each a name of its own");
    }
    return providers;
  }

  private @Nullable Path optionalPath(@Nullable String path) {
    return path == null ? null : path(path);
  }

  private Path path(String path) {
    return folder.resolve(path).normalize();
  }
}
