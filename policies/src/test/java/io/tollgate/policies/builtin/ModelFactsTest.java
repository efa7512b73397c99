package io.tollgate.policies.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceVersion;
import io.tollgate.policies.price.Rates;
import io.tollgate.policies.usage.Meter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Holds the shipped files against the table of facts from which they were written. */
class ModelFactsTest {

  /** Cells of the table that the shipped prices deliberately do not repeat, with the reason. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "cerebras/zai-glm-4.7 cache_write_5m_usd_per_m",
          "0 in one feed, where 0 also stands for not stated",
          "cerebras/zai-glm-4.7 cache_read_usd_per_m",
          "0 in one feed, where 0 also stands for not stated",
          "fireworks/accounts/fireworks/models/gpt-oss-120b cache_read_usd_per_m",
          "two feeds agree on 0.015 against 0.014 here");

  private static final Instant KNOWN = Instant.parse("2026-11-21T00:00:00Z");
  private static final PriceBook PRICES = BuiltIn.prices();
  private static final Catalog CATALOG = BuiltIn.catalog();

  @Test
  void the_shipped_prices_agree_with_the_facts_on_their_day() throws IOException {
    List<Map<String, String>> facts = facts();
    SoftAssertions softly = new SoftAssertions();
    int compared = 0;
    for (Map<String, String> fact : facts) {
      String id = id(fact);
      Instant noon = noon(cell(fact, "as_of"));
      PriceVersion version = PRICES.versionAt(id, noon, KNOWN);
      softly.assertThat(version).as(id).isNotNull();
      if (version == null) {
        continue;
      }
      Rates base = version.ratesFor(0);
      compared += compare(softly, fact, "input_usd_per_m", base.pico(Meter.IN_UNCACHED));
      compared += compare(softly, fact, "output_usd_per_m", base.pico(Meter.OUT_VISIBLE));
      compared += compare(softly, fact, "cache_read_usd_per_m", base.pico(Meter.IN_CACHE_READ));
      compared +=
          compare(softly, fact, "cache_write_1h_usd_per_m", base.pico(Meter.IN_CACHE_WRITE_1H));
      // Only Anthropic sells lives by name; the others' one price is that of any life.
      Meter write =
          id.startsWith("anthropic/") ? Meter.IN_CACHE_WRITE_5M : Meter.IN_CACHE_WRITE_OTHER;
      compared += compare(softly, fact, "cache_write_5m_usd_per_m", base.pico(write));
      if (!cell(fact, "long_context_threshold").isEmpty()) {
        long threshold = Long.parseLong(cell(fact, "long_context_threshold"));
        Rates above = version.ratesFor(threshold + 1);
        softly.assertThat(version.ratesFor(threshold)).as(id).isEqualTo(base);
        compared += compare(softly, fact, "long_input_usd_per_m", above.pico(Meter.IN_UNCACHED));
        compared += compare(softly, fact, "long_output_usd_per_m", above.pico(Meter.OUT_VISIBLE));
      }
      softly
          .assertThat(version.provenance().confidence().name())
          .as(id)
          .isEqualTo(cell(fact, "confidence"));
    }
    softly.assertAll();
    assertThat(facts).hasSizeGreaterThanOrEqualTo(75);
    assertThat(compared).isGreaterThan(200);
  }

  @Test
  void the_shipped_limits_agree_with_the_facts() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    for (Map<String, String> fact : facts()) {
      Deployment deployment = CATALOG.deployment(id(fact));
      softly.assertThat(deployment).as(id(fact)).isNotNull();
      if (deployment != null) {
        compareTokens(softly, fact, "context_window", deployment.model().contextWindow());
        compareTokens(softly, fact, "max_output", deployment.model().maxOutput());
      }
    }
    softly.assertAll();
  }

  private static int compare(
      SoftAssertions softly, Map<String, String> fact, String column, long pico) {
    String place = id(fact) + " " + column;
    if (cell(fact, column).isEmpty() || EXCEPTIONS.containsKey(place)) {
      return 0;
    }
    long expected = new BigDecimal(cell(fact, column)).movePointRight(6).longValueExact();
    softly.assertThat(pico).as(place).isEqualTo(expected);
    return 1;
  }

  private static void compareTokens(
      SoftAssertions softly, Map<String, String> fact, String column, long tokens) {
    if (!cell(fact, column).isEmpty()) {
      softly
          .assertThat(tokens)
          .as(id(fact) + " " + column)
          .isEqualTo(Long.parseLong(cell(fact, column)));
    }
  }

  /** The table adds remarks to some names, and leaves out the path that Fireworks' API wants. */
  private static String id(Map<String, String> fact) {
    String provider = cell(fact, "provider");
    String model = cell(fact, "model_id").replaceFirst(" .*", "");
    return provider
        + "/"
        + (provider.equals("fireworks") ? "accounts/fireworks/models/" : "")
        + model;
  }

  private static Instant noon(String asOf) {
    return Instant.parse((asOf.length() == 7 ? asOf + "-01" : asOf) + "T12:00:00Z");
  }

  private static String cell(Map<String, String> fact, String column) {
    return Objects.requireNonNull(fact.get(column), column);
  }

  private static List<Map<String, String>> facts() throws IOException {
    Path table =
        Path.of(System.getProperty("tollgate.root", ".."), "..", "shared", "data", "prices")
            .resolve("model_facts.csv");
    assumeTrue(Files.exists(table), "skipped: no table of facts at " + table);
    List<String> lines = Files.readAllLines(table);
    List<String> columns = cells(lines.getFirst());
    List<Map<String, String>> facts = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      Map<String, String> fact = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        fact.put(columns.get(i), cells.get(i));
      }
      facts.add(fact);
    }
    return facts;
  }

  /** Splits a line at its commas outside of quotes. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
