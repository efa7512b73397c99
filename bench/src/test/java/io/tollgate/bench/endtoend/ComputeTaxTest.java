package io.tollgate.bench.endtoend;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.ProviderProfile;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.rig.Rig;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the money of a conversation goes, from its requests to the ledger's sums of a day. */
class ComputeTaxTest {

  /** Takes the better model, although the other one would do. */
  private static final String POLICIES =
      """
      policies:
        - name: default
          objective: {quality_point_usd: 1}
          candidates: [anthropic/grand, anthropic/lite]
      """;

  /** The one costs a tenth of the other, whatever is counted. */
  private static final String PRICES =
      """
      prices:
        anthropic/grand: { input: 10, cache_read: 1, cache_write_5m: 12.5, output: 50,
                           service_tiers: { priority: 1 }, source: test, as_of: 2026-11-21 }
        anthropic/lite: { input: 1, cache_read: 0.1, cache_write_5m: 1.25, output: 5,
                          service_tiers: { priority: 1 }, source: test, as_of: 2026-11-21 }
      """;

  private static final long MICRO = 1_000_000;

  private static final String SUMS =
      """
      SELECT bucket, sum(amount_usd), sum(amount_pico)
      FROM rollup_tax_day WHERE account = '' GROUP BY bucket
      """;

  @Test
  void three_turns_with_a_cache_land_in_the_buckets_that_one_reckons_by_hand(@TempDir Path folder)
      throws Exception {
    try (Rig rig = rig(folder);
        Stage stage = Stage.on(rig)) {
      // 1 token read, 1,000 written and 10 of answer: 10 + 12,500 + 500 micro-dollars, of which
      // the cache asks 2,500 more than plain input. The lesser model does it for a tenth.
      send(stage, false, "write=1000");
      assertThat(buckets(stage, 13_010))
          .containsOnly(
              entry("floor", 1_051 * MICRO),
              entry("premium", 9_459 * MICRO),
              entry("cache-writes-unused", 2_500 * MICRO));

      // 1 read, 1,000 from the cache, 200 written: 10 + 1,000 + 2,500 + 500. What the first turn
      // paid for its cache has been of use; of its 1,001 tokens only 1 is paid for again.
      send(stage, true, "write=1000", "read=1000,write=200");
      assertThat(buckets(stage, 13_010 + 4_010))
          .containsOnly(
              entry("floor", (1_051 + 350 + 2_500) * MICRO),
              entry("premium", (9_459 + 3_150) * MICRO),
              entry("resent-context", 10 * MICRO),
              entry("cache-writes-unused", 500 * MICRO));

      // The cache is lost: 1 read, 1,500 written: 10 + 18,750 + 500. The 1,201 tokens of the turn
      // before are paid for again at the price of plain input, and the 500 stay unused.
      send(stage, false, "write=1000", "read=1000,write=200", "write=1500");
      assertThat(buckets(stage, 13_010 + 4_010 + 19_260))
          .containsOnly(
              entry("floor", (1_051 + 350 + 2_500 + 350) * MICRO),
              entry("premium", (9_459 + 3_150 + 3_150) * MICRO),
              entry("resent-context", (10 + 12_010) * MICRO),
              entry("cache-writes-unused", (500 + 3_750) * MICRO));
    }
  }

  private static Rig rig(Path folder) throws Exception {
    List<SimulatedModel> models =
        List.of(SimulatedModel.instant("grand"), SimulatedModel.instant("lite"));
    List<Deployment> deployments =
        List.of(deployment("grand", 950_000), deployment("lite", 700_000));
    Rig rig =
        Rig.start(
            folder,
            List.of(
                new DemoProvider(
                    ModelClass.FRONTIER,
                    // Not a secret: the key of a server that exists only here and now.
                    ProviderProfile.of("anthropic", 7, "sk-upstream-anthropic", models),
                    deployments)),
            POLICIES,
            "");
    Files.writeString(folder.resolve("prices.yaml"), PRICES);
    Path config = rig.files().config();
    Files.writeString(
        config,
        Files.readString(config)
            .replace(
                "    usage: openai\n",
                "    dialects: [anthropic]\n    auth: 'header:x-api-key'\n"));
    return rig;
  }

  private static Deployment deployment(String name, int qualityPpm) {
    return new Deployment(
        "anthropic",
        name,
        new Model(name, ModelClass.FRONTIER, qualityPpm, 1_000_000, 100_000, Set.of()));
  }

  /** The latest of some turns, each with what it says the cache did; the last one is marked. */
  private static void send(Stage stage, boolean stream, String... caches) throws Exception {
    StringBuilder messages = new StringBuilder();
    for (int i = 0; i < caches.length; i++) {
      String text = "turn " + i + " [[tokens:10]] [[think:0]] [[cache:" + caches[i] + "]]";
      messages.append(
          i == caches.length - 1
              ? "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"%s\","
                      .formatted(text)
                  + "\"cache_control\":{\"type\":\"ephemeral\"}}]}"
              : "{\"role\":\"user\",\"content\":\"%s\"},".formatted(text)
                  + "{\"role\":\"assistant\",\"content\":\"answer %d\"},".formatted(i));
    }
    Reply reply =
        stage.send(
            stage
                .request("/v1/messages")
                .POST(
                    ofString(
                        """
                        {"model":"auto","max_tokens":500,"system":"be brief","stream":%b,
                         "messages":[%s]}\
                        """
                            .formatted(stream, messages)))
                .build());
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  /** What is in the store once it has so many micro-dollars in all, in pico-dollars. */
  private static Map<String, Long> buckets(Stage stage, long micros) {
    return Await.until(
        micros + " micro-dollars in the store",
        () -> read(stage.ledger().resolve("store.sqlite")),
        sums -> sums.values().stream().mapToLong(Long::longValue).sum() == micros * MICRO);
  }

  private static Map<String, Long> read(Path store) {
    Map<String, Long> sums = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        PreparedStatement statement = connection.prepareStatement(SUMS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        sums.put(row.getString(1), row.getLong(2) * 1_000_000_000_000L + row.getLong(3));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return sums;
  }
}
