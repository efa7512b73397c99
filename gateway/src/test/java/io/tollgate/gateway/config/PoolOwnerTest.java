package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolOwnerTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;

  private Parsed<Snapshot> read(String store, String node) throws IOException {
    Files.writeString(folder.resolve("keys.yaml"), "keys: []\n");
    Files.writeString(
        folder.resolve("models.yaml"),
        """
        models:
          m: {class: local, quality: 0.5, context: 9, max_output: 9, deployments: [box/m]}
        pools:
          rack: {gpus: 1, lease: 1, deployments: [box/m], from: 2026-07-01%s}
        """
            .formatted(node));
    Files.writeString(
        folder.resolve("policies.yaml"),
        """
        policies:
          - name: default
            candidates: [box/m]
        """);
    Path config = folder.resolve("tollgate.yaml");
    Files.writeString(
        config,
        """
        models: [models.yaml]
        policies: policies.yaml
        providers: [{name: box, base_url: "http://127.0.0.1:11434/v1"}]
        %s
        """
            .formatted(store));
    return Snapshot.read(
        ConfigSource.file(config, new SecretSource(Map.of("WORD", "s3cret"))), NOW);
  }

  @Test
  void a_pool_of_several_gateways_names_the_one_that_books_its_cost() throws IOException {
    String store =
        "store: {url: \"postgresql://127.0.0.1:5432/tollgate\", user: u, password: env:WORD}";
    assertThat(read(store, "")).isInstanceOf(Parsed.Failed.class);
    assertThat(((Parsed.Failed<Snapshot>) read(store, "")).problems())
        .extracting(Problem::path)
        .containsExactly("pools.rack");
    assertThat(read(store, ", node: node-1")).isInstanceOf(Parsed.Ok.class);
  }

  @Test
  void a_gateway_alone_need_not_be_named() throws IOException {
    Parsed<Snapshot> read = read("", "");
    assertThat(read).as("%s", read).isInstanceOf(Parsed.Ok.class);
    assertThat(((Parsed.Ok<Snapshot>) read).value().routing().pools())
        .extracting(Pool::name)
        .containsExactly("rack");
  }
}
