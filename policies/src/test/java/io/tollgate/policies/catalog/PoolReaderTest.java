package io.tollgate.policies.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.capacity.Power;
import io.tollgate.policies.capacity.Tenure;
import io.tollgate.policies.capacity.Throughput;
import io.tollgate.policies.yaml.Parsed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PoolReaderTest {

  private static final String BOUGHT =
      """
      pools:
        rack-1:
          gpus: 8
          capex: 325000
          residual: 0.25
          years: 4
          colo: 200
          maintenance: 0.05
          power: {kw: 10.2, pue: 1.3, dollars_per_kwh: 0.10}
          deployments: [box/m]
          parallel: 32
          throughput: {prefill: 40000, decode: 16000}
          from: 2026-07-01
          to: 2030-07-01T12:00:00Z
          node: gateway-1
      """;

  private static Catalog catalog(String text) {
    Parsed<Catalog> parsed = CatalogFile.parse("models.yaml", text);
    assertThat(parsed).as("%s", parsed).isInstanceOf(Parsed.Ok.class);
    return ((Parsed.Ok<Catalog>) parsed).value();
  }

  private static List<String> problems(String text) {
    Parsed<Catalog> parsed = CatalogFile.parse("models.yaml", text);
    assertThat(parsed).isInstanceOf(Parsed.Failed.class);
    return ((Parsed.Failed<Catalog>) parsed).problems().stream().map(Object::toString).toList();
  }

  @Test
  void every_figure_of_bought_machines_is_read() {
    assertThat(catalog(BOUGHT).pools())
        .containsExactly(
            new Pool(
                "rack-1",
                8,
                new Tenure.Bought(
                    new BigDecimal("325000"),
                    new BigDecimal("0.25"),
                    new BigDecimal("4"),
                    new BigDecimal("200"),
                    new BigDecimal("0.05")),
                new Power(new BigDecimal("10.2"), new BigDecimal("1.3"), new BigDecimal("0.10")),
                List.of("box/m"),
                32,
                new Throughput(new BigDecimal("40000"), new BigDecimal("16000")),
                Instant.parse("2026-07-01T00:00:00Z"),
                Instant.parse("2030-07-01T12:00:00Z"),
                "gateway-1"));
  }

  @Test
  void a_lease_needs_no_power() {
    Catalog catalog =
        catalog("pools: {p: {gpus: 1, lease: 3.13, deployments: [box/m], from: 2026-07-01}}");
    Pool pool = Objects.requireNonNull(catalog.pool("p"));
    assertThat(pool.tenure()).isEqualTo(new Tenure.Leased(new BigDecimal("3.13")));
    assertThat(pool.power()).isNull();
    assertThat(pool.parallel()).isEqualTo(1);
    assertThat(catalog.poolOf("box/m")).isEqualTo(pool);
    assertThat(catalog.poolOf("box/n")).isNull();
  }

  @Test
  void a_later_file_overrides_a_pool_and_other_providers_are_left_out_without_it() {
    Catalog both =
        catalog(BOUGHT)
            .plus(
                catalog(
                    "pools: {rack-1: {gpus: 4, lease: 1, deployments: [b/m], from: 2026-07-01}}"));
    assertThat(both.pools()).hasSize(1).allMatch(pool -> pool.gpus() == 4);
    assertThat(both.only(deployment -> false).pools()).hasSize(1);
  }

  @Test
  void every_mistake_is_named_at_its_place() {
    assertThat(problems("pools: {p: {gpus: 1, deployments: [box/m], from: 2026-07-01}}"))
        .singleElement()
        .asString()
        .contains("found neither lease nor capex");
    assertThat(
            problems(
                "pools: {p: {gpus: 1, capex: 1, years: 2, deployments: [b/m], from: 2026-07-01}}"))
        .singleElement()
        .asString()
        .contains("draws power");
    assertThat(
            problems(
                """
                pools:
                  p: {gpus: 1, lease: 1, deployments: [box/m], from: 2026-07-01}
                  q: {gpus: 1, lease: 1, deployments: [box/m], from: 2026-07-01}
                """))
        .singleElement()
        .asString()
        .contains("models.yaml:3:", "runs on p already");
    assertThat(
            problems(
                "pools: {p: {gpus: 0, lease: 1, deployments: [b/m], from: 2026-07-01, gpu: 2}}"))
        .hasSize(2);
    assertThat(
            problems(
                "pools: {p: {gpus: 1, lease: 1, deployments: [b/m], from: 2026-07-01,"
                    + " to: 2026-07-01}}"))
        .singleElement()
        .asString()
        .contains("ends before");
  }

  @Test
  void active_parameters_are_those_of_every_deployment() {
    Catalog catalog =
        catalog(
            """
            models:
              m:
                class: open-moe
                quality: 0.5
                context: 10
                max_output: 5
                active_parameters: 5_100_000_000
                deployments: [a/m, {id: b/m, max_output: 4}]
            """);
    assertThat(catalog.deployments())
        .allMatch(deployment ->
            Long.valueOf(5_100_000_000L).equals(deployment.model().activeParameters()));
  }
}
