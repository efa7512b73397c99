package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.gateway.alerts.AlertSettings;
import io.tollgate.gateway.ledger.Durability;
import io.tollgate.gateway.quality.DecisionLog;
import io.tollgate.gateway.quality.MeasurementSettings;
import io.tollgate.gateway.store.StoreSettings;
import io.tollgate.gateway.store.StoreSettings.LedgerSharing;
import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.Deadlines;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.gateway.upstream.Resilience;
import io.tollgate.gateway.upstream.Secret;
import io.tollgate.gateway.upstream.SpokenDialect;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

  private static final Path FILE = Path.of("/etc/tollgate/tollgate.yaml");
  private static final String LEAST =
      "providers: [ { name: local, base_url: 'http://127.0.0.1:11434/v1' } ]\n";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("OPENAI_API_KEY", "sk-1", "DEEPSEEK_API_KEY", "sk-2", "GROQ_API_KEY", "sk-3");

  private static Parsed<GatewayConfig> parse(String text) {
    return ConfigFile.parse(FILE, text, new SecretSource(ENVIRONMENT));
  }

  private static GatewayConfig read(String text) {
    return switch (parse(text)) {
      case Parsed.Ok<GatewayConfig>(GatewayConfig config) -> config;
      case Parsed.Failed<GatewayConfig> failed ->
          throw new AssertionError(failed.problems().toString());
    };
  }

  private static List<String> problems(String text) {
    return switch (parse(text)) {
      case Parsed.Ok<GatewayConfig> _ -> List.of();
      case Parsed.Failed<GatewayConfig> failed ->
          failed.problems().stream()
              .map(p -> p.toString().substring(p.file().length() + 1))
              .toList();
    };
  }

  @Test
  void what_is_not_said_is_the_default() {
    assertThat(read(LEAST))
        .isEqualTo(
            new GatewayConfig(
                "node-1",
                new GatewayConfig.Listen("0.0.0.0", 8080, "127.0.0.1", 8081),
                Path.of("/etc/tollgate/var/ledger"),
                Durability.PROCESS,
                List.of(),
                List.of(),
                null,
                null,
                Path.of("/etc/tollgate/keys.yaml"),
                new GatewayConfig.Limits(
                    32 << 20,
                    32 << 20,
                    4 << 20,
                    4096,
                    32 << 10,
                    10_000,
                    10_000,
                    0,
                    0,
                    new GatewayConfig.ClientTimes(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(75),
                        Duration.ofSeconds(60)),
                    new GatewayConfig.Kept(Duration.ofHours(24), 64 << 20),
                    new GatewayConfig.Kept(Duration.ofHours(24), 64 << 20),
                    new DecisionLog.Bounds(100_000, Duration.ofHours(24))),
                Duration.ofMinutes(15),
                false,
                new MeasurementSettings(2, 32, 64 << 10, 4_096, false, 64 << 20),
                AlertSettings.NONE,
                AdminSettings.NONE,
                Runtime.getRuntime().availableProcessors(),
                null,
                List.of(
                    new Provider(
                        "local",
                        URI.create("http://127.0.0.1:11434/v1"),
                        List.of(SpokenDialect.of(ChatProvider.of(UsageRule.OPENAI))),
                        new Authentication.None(),
                        Map.of(),
                        new Deadlines(
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(60),
                            Duration.ofMinutes(15)),
                        1024,
                        Duration.ofSeconds(30),
                        null,
                        Resilience.DEFAULTS))));
  }

  @Test
  void every_property_maps() {
    GatewayConfig config =
        read(
            """
            node: node-7
            listen: { data_host: 10.0.0.1, data_port: 1, admin_host: 10.0.0.2, admin_port: 2 }
            data_dir: /srv/ledger
            durability: disk
            models: [a.yaml, /b.yaml]
            prices: [../c.yaml]
            policies: d.yaml
            router: { model: f.bin }
            keys: e.yaml
            limits:
              body_bytes: 1025
              answer_bytes: 1026
              event_bytes: 1027
              request_line_bytes: 1028
              header_bytes: 1029
              concurrent_requests: 3
              connections: 4
              connections_per_address: 5
              held_bytes: 6_000_000_000
              head_read: 7s
              body_read: 8s
              keep_alive: 9m
              write_stall: 10m
              idempotency: { ttl: 11h, bytes: 12 }
              responses: { ttl: 13h, bytes: 14 }
              feedback: { ttl: 15h, requests: 16 }
            drain: 6s
            resend_lost: true
            measurement:
              concurrent: 17
              waiting: 18
              prompt_bytes: 1900
              output_tokens: 20
              record: text
              label_bytes: 100_000
            event_loops: 7
            providers:
              - name: one
                base_url: https://one.example/api
                key: env:OPENAI_API_KEY
                usage: deepseek
                connections: 8
                deadlines: { connect: 9ms, first_token: 10s, between_events: 11m, total: 12h }
            """);

    assertThat(config.node()).isEqualTo("node-7");
    assertThat(config.listen()).isEqualTo(new GatewayConfig.Listen("10.0.0.1", 1, "10.0.0.2", 2));
    assertThat(config.dataDir()).isEqualTo(Path.of("/srv/ledger"));
    assertThat(config.durability()).isEqualTo(Durability.DISK);
    assertThat(config.catalogFiles())
        .containsExactly(Path.of("/etc/tollgate/a.yaml"), Path.of("/b.yaml"));
    assertThat(config.priceFiles()).containsExactly(Path.of("/etc/c.yaml"));
    assertThat(config.policyFile()).isEqualTo(Path.of("/etc/tollgate/d.yaml"));
    assertThat(config.qualityModelFile()).isEqualTo(Path.of("/etc/tollgate/f.bin"));
    assertThat(config.keyFile()).isEqualTo(Path.of("/etc/tollgate/e.yaml"));
    assertThat(config.limits())
        .isEqualTo(
            new GatewayConfig.Limits(
                1025,
                1026,
                1027,
                1028,
                1029,
                3,
                4,
                5,
                6_000_000_000L,
                new GatewayConfig.ClientTimes(
                    Duration.ofSeconds(7),
                    Duration.ofSeconds(8),
                    Duration.ofMinutes(9),
                    Duration.ofMinutes(10)),
                new GatewayConfig.Kept(Duration.ofHours(11), 12),
                new GatewayConfig.Kept(Duration.ofHours(13), 14),
                new DecisionLog.Bounds(16, Duration.ofHours(15))));
    assertThat(config.measurement())
        .isEqualTo(new MeasurementSettings(17, 18, 1900, 20, true, 100_000));
    assertThat(config.drain()).isEqualTo(Duration.ofSeconds(6));
    assertThat(config.resendLost()).isTrue();
    assertThat(config.eventLoops()).isEqualTo(7);
    Provider provider = config.providers().getFirst();
    assertThat(provider.name()).isEqualTo("one");
    assertThat(provider.baseUrl()).isEqualTo(URI.create("https://one.example/api"));
    assertThat(provider.authentication()).isEqualTo(new Authentication.Bearer(new Secret("sk-1")));
    assertThat(provider.dialects("any")).containsExactly(ChatProvider.of(UsageRule.DEEPSEEK));
    assertThat(provider.connectionsMax()).isEqualTo(8);
    assertThat(provider.deadlines())
        .isEqualTo(
            new Deadlines(
                Duration.ofMillis(9),
                Duration.ofSeconds(10),
                Duration.ofMinutes(11),
                Duration.ofHours(12)));
  }

  @Test
  void the_example_in_the_readme_is_right() throws IOException {
    Path readme = Path.of(System.getProperty("tollgate.root", "..")).resolve("README.md");
    Matcher example =
        Pattern.compile("`tollgate\\.yaml`:\n\n```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(readme));
    assertThat(example.find()).as("the example is in the README").isTrue();
    GatewayConfig config = read(example.group(1));

    assertThat(config.providers())
        .extracting(Provider::name)
        .containsExactly("openai", "deepseek", "groq", "ollama");
    assertThat(config.providers().getLast().deadlines().betweenEvents())
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(config.toString()).doesNotContain("sk-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lisen: {}                         | 2:1: lisen: unknown key; did you mean "listen"?
          listen: { data_port: 65536 }      | 2:22: listen.data_port: 65536 is out of range
          listen: { data_port: http }       | 2:22: listen.data_port: found "http"
          listen: { port: 80 }              | 2:11: listen.port: unknown key
          listen: 8080                      | 2:9: listen: found
          durability: fsync                 | 2:13: durability: found "fsync"
          drain: 10                         | 2:8: drain: found "10"
          drain: 25h                        | 2:8: drain: 25h is out of range
          limits: { body_bytes: 1kb }       | 2:23: limits.body_bytes: found "1kb"
          limits: { body_bytes: 12 }        | 2:23: limits.body_bytes: 12 is out of range
          limits: { concurrent_requests: 0 }| 2:32: limits.concurrent_requests: 0 is out of range
          limits: { connections: 0 }        | 2:24: limits.connections: 0 is out of range
          limits: { held_bytes: 5 }         | 2:23: limits.held_bytes: 5 is out of range
          limits: { head_read: 10 }         | 2:22: limits.head_read: found "10"
          limits: { idempotency: 64 }       | 2:24: limits.idempotency: found
          resend_lost: maybe                | 2:14: resend_lost: found "maybe"
          event_loops: 0                    | 2:14: event_loops: 0 is out of range
          node: Node 1                      | 2:7: node: found "Node 1"
          models: a.yaml                    | 2:9: models: found
          data_dir: ''                      | 2:11: data_dir: found
          node: a                           |
          """)
  void mistakes_are_named_by_line_and_column(String line, @Nullable String problem) {
    List<String> found = problems(LEAST + line + "\n");

    if (problem == null) {
      assertThat(found).as("the check can also pass").isEmpty();
    } else {
      assertThat(found).singleElement().asString().contains(problem);
      assertThat(found.getFirst()).startsWith("2:");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { name: A, base_url: 'http://a' }                         | providers[0].name: found "A"
          { name: a/b, base_url: 'http://a' }                       | providers[0].name: found "a/b"
          { base_url: 'http://a' }                                  | missing key "name"
          { name: a }                                               | missing key "base_url"
          { name: a, base_url: 'a.example/v1' }                     | base_url: not a base URL
          { name: a, base_url: 'ftp://a' }                          | base_url
          { name: a, base_url: 'http://u:p@a' }                     | base_url
          { name: a, base_url: 'http://u:p@a b' }                   | base_url
          { name: a, base_url: 'http://a?x=1' }                     | base_url
          { name: a, base_url: 'http://a#x' }                       | base_url
          { name: a, base_url: 'http://a', key: 'env:NOT_SET' }     | NOT_SET is not set
          { name: a, base_url: 'http://a', key: 'file:none' }       | /etc/tollgate/none cannot be read
          { name: a, base_url: 'http://a', usage: anthropic }       | usage: found "anthropic"
          { name: a, base_url: 'http://a', connections: 0 }         | 0 is out of range
          { name: a, base_url: 'http://a', deadlines: {total: 0s} } | 0s is out of range
          { name: a, base_url: 'http://a', timeout: 5s }            | unknown key
          """)
  void mistakes_in_a_provider_are_named_by_line(String provider, String problem) {
    assertThat(problems("node: a\nproviders:\n  - " + provider + "\n"))
        .singleElement()
        .asString()
        .startsWith("3:")
        .contains(problem)
        .doesNotContain("u:p");
  }

  @Test
  void a_key_written_in_clear_is_refused_and_not_repeated() {
    String problem =
        problems("providers:\n  - { name: a, base_url: 'http://a', key: sk-secret }\n").getFirst();

    assertThat(problem).startsWith("2:43: providers[0].key: not a reference to a secret");
    assertThat(problem).contains("write env:NAME or file:PATH").doesNotContain("sk-secret");
  }

  @Test
  void a_gateway_without_providers_is_refused() {
    assertThat(problems("node: a\n")).singleElement().asString().contains("\"providers\"");
    assertThat(problems("providers: []\n"))
        .singleElement()
        .asString()
        .startsWith("1:12: providers: there is no provider");
  }

  @Test
  void two_providers_of_one_name_are_refused() {
    assertThat(
            problems(
                "providers: [ {name: a, base_url: 'http://a'}, {name: a, base_url: 'http://b'} ]"))
        .singleElement()
        .asString()
        .contains("two providers have one name");
  }

  @Test
  void all_mistakes_are_found_in_one_pass() {
    assertThat(problems("node: A\ndrain: x\nproviders: [ { name: B, base_url: c } ]\n"))
        .hasSize(4)
        .isSortedAccordingTo((a, b) -> Character.compare(a.charAt(0), b.charAt(0)));
  }

  @Test
  void what_is_no_yaml_is_named() {
    assertThat(problems("node: [\n")).singleElement().asString().contains("not valid YAML");
    assertThat(problems("")).singleElement().asString().contains("the file is empty");
    assertThat(problems(LEAST + LEAST)).anySatisfy(p -> assertThat(p).startsWith("2:1:"));
  }

  private static final String URL = "postgresql://db.example.com:5432/tollgate";

  private static final String SHARED = LEAST + "store: { url: \"" + URL + "\" }\n";

  @Test
  void ledgers_are_shared_where_the_store_says_so_and_kept_for_ever_where_it_says_no_more() {
    assertThat(store("")).isEqualTo(new StoreSettings(URL, "tollgate", null, StoreSettings.EXPIRY));
    assertThat(store(", ledger: own").ledger()).isNull();
    assertThat(store(", ledger: shared").ledger()).isEqualTo(new LedgerSharing(null));
    assertThat(store(", ledger: shared, retention: 90d").ledger())
        .isEqualTo(new LedgerSharing(Duration.ofDays(90)));
    assertThat(problems(LEAST + "store: { url: \"" + URL + "\", ledger: both }\n"))
        .singleElement()
        .asString()
        .contains("own or shared");
    assertThat(problems(LEAST + "store: { url: \"" + URL + "\", retention: 1d }\n")).hasSize(1);
  }

  private static StoreSettings store(String more) {
    return Objects.requireNonNull(
        read(LEAST + "store: { url: \"" + URL + "\"" + more + " }\n").store());
  }

  private static final String DOCUMENTS =
      """
      keys: store:keys
      policies: store:p.yaml
      prices: [own.yaml, store:p1, "store:p2"]
      models: [store:models]
      """;

  @Test
  void files_may_be_documents_of_the_store_of_which_copies_are_read() {
    GatewayConfig config = read(SHARED + DOCUMENTS + "data_dir: ledger\n");
    Path mirror = Path.of("/etc/tollgate/ledger/store");
    assertThat(config.mirror()).isEqualTo(mirror);
    assertThat(config.keyFile()).isEqualTo(mirror.resolve("keys"));
    assertThat(config.policyFile()).isEqualTo(mirror.resolve("p.yaml"));
    assertThat(config.priceFiles())
        .containsExactly(
            Path.of("/etc/tollgate/own.yaml"), mirror.resolve("p1"), mirror.resolve("p2"));
    assertThat(config.catalogFiles()).containsExactly(mirror.resolve("models"));
    assertThat(config.documents()).containsExactly("keys", "models", "p.yaml", "p1", "p2");
    assertThat(DocumentUse.of(config, "p1")).containsExactly(DocumentUse.PRICES);
    assertThat(DocumentUse.of(config, "keys")).containsExactly(DocumentUse.KEYS);
    assertThat(DocumentUse.of(config, "own.yaml")).isEmpty();
    GatewayConfig elsewhere = config.withMirror(Path.of("elsewhere"));
    assertThat(elsewhere.keyFile()).isEqualTo(Path.of("elsewhere", "keys"));
    assertThat(elsewhere.priceFiles()).contains(Path.of("/etc/tollgate/own.yaml"));
  }

  @Test
  void a_data_dir_that_waits_for_the_next_start_takes_no_documents_along() {
    GatewayConfig running = read(SHARED + DOCUMENTS);
    GatewayConfig edited = read(SHARED + DOCUMENTS + "data_dir: elsewhere\n");
    assertThat(edited.withFixedSettingsOf(running)).isEqualTo(running);
  }

  @Test
  void documents_without_a_store_or_a_good_name_are_mistakes() {
    assertThat(problems(LEAST + "keys: store:keys\nprices: [store:p1]\n"))
        .containsExactlyInAnyOrder(
            "2:7: keys: there is no store to have document \"keys\"; say which PostgreSQL it is in:"
                + " store: { url: \"postgresql://HOST:PORT/DATABASE\" }",
            "3:10: prices[0]: there is no store to have document \"p1\"; say which PostgreSQL it is"
                + " in: store: { url: \"postgresql://HOST:PORT/DATABASE\" }");
    assertThat(problems(SHARED + "policies: store:../keys\n"))
        .containsExactly(
            "3:11: policies: found \"store:../keys\"; expected: store: and up to 64 of a-z, 0-9,"
                + " \".\", \"_\", \"-\"");
    assertThat(problems(SHARED + "models: [\"store:\"]\n")).hasSize(1);
  }
}
