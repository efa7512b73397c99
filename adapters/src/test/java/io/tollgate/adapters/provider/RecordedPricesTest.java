package io.tollgate.adapters.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.policies.price.CallTerms;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.price.Rating;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.yaml.Parsed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Recorded usage bodies, read and rated, against the same sums in plain decimals: every price here
 * stands once for the price file and is taken from there by its own key for the recomputation.
 */
class RecordedPricesTest {

  private static final Path FILE =
      Path.of(System.getProperty("tollgate.root", "."))
          .resolve("../shared/data/usage-fixtures/usages.jsonl.gz");
  private static final Instant NOON = Instant.parse("2026-11-03T12:00:00Z");
  private static final int CLIFF = 4_000;

  /** Dollars per million tokens below and above the cliff; odd digits make every rounding show. */
  private static final Map<Meter, String[]> PRICES =
      Map.ofEntries(
          Map.entry(Meter.IN_UNCACHED, new String[] {"input", "3.000001", "6.5"}),
          Map.entry(Meter.IN_CACHE_READ, new String[] {"cache_read", "0.300003", "0.6"}),
          Map.entry(Meter.IN_CACHE_WRITE_5M, new String[] {"cache_write_5m", "3.750007", "7.5"}),
          Map.entry(Meter.IN_CACHE_WRITE_1H, new String[] {"cache_write_1h", "6", "12.000009"}),
          Map.entry(Meter.IN_CACHE_WRITE_OTHER, new String[] {"cache_write", "3.7", "7.3"}),
          Map.entry(Meter.IN_TOOL, new String[] {"tool_input", "2.9", "5.9"}),
          Map.entry(Meter.OUT_VISIBLE, new String[] {"output", "15.000013", "22.5"}),
          Map.entry(Meter.OUT_REASONING, new String[] {"reasoning", "14.1", "21.7"}),
          Map.entry(Meter.OUT_OTHER, new String[] {"other_output", "13.3", "20.9"}),
          Map.entry(Meter.IN_AUDIO, new String[] {"audio_input", "40.000001", "41"}),
          Map.entry(Meter.IN_AUDIO_CACHE_READ, new String[] {"audio_cache_read", "4.1", "4.3"}),
          Map.entry(Meter.IN_IMAGE, new String[] {"image_input", "5.3", "5.9"}),
          Map.entry(Meter.IN_VIDEO, new String[] {"video_input", "6.1", "6.7"}),
          Map.entry(Meter.OUT_AUDIO, new String[] {"audio_output", "80", "81"}),
          Map.entry(Meter.OUT_IMAGE, new String[] {"image_output", "30", "31"}));

  private static final BigDecimal PER_SEARCH = new BigDecimal("0.010");
  private static final BigDecimal PER_CALL = new BigDecimal("0.000123");
  private static final BigDecimal MINIMUM = new BigDecimal("0.0004");
  private static final BigDecimal FLEX = new BigDecimal("0.45");
  private static final BigDecimal US = new BigDecimal("1.1");
  private static final BigDecimal PAID = new BigDecimal("0.87");
  private static final BigDecimal YUAN = new BigDecimal("0.138912345");

  private static final PriceBook BOOK = book();

  private static PriceBook book() {
    StringBuilder below = new StringBuilder();
    StringBuilder above = new StringBuilder();
    PRICES.forEach((meter, price) -> {
      below.append("%s: %s, ".formatted(price[0], price[1]));
      above.append("%s: %s, ".formatted(price[0], price[2]));
    });
    String text =
        """
        prices:
          acme/m: {source: test, as_of: 2026-11-01, currency: CNY, %s per_1000_searches: 10,
            per_call: %s, minimum_charge: %s, service_tiers: {flex: %s}, regions: {us: %s},
            contract: {discount: 0.13}, tiers: [{%s above_input: %d}]}
        currencies: {CNY: {2026-11-03: %s}}
        """
            .formatted(below, PER_CALL, MINIMUM, FLEX, US, above, CLIFF, YUAN);
    Parsed<PriceBook> parsed = PriceFile.parse("prices.yaml", text);
    assertThat(parsed).as("%s", parsed).isInstanceOf(Parsed.Ok.class);
    return ((Parsed.Ok<PriceBook>) parsed).value();
  }

  @ParameterizedTest
  @CsvSource({
    "openai, openai-chat, 254",
    "openai, openai-responses, 300",
    "perplexity, openai-chat, 200",
    "xai, openai-chat, 250",
    "anthropic, anthropic, 300",
    "google, gemini, 270",
    "bedrock, bedrock, 100",
    "cohere, cohere, 11"
  })
  void every_recorded_usage_is_priced_like_an_independent_recomputation(
      String profile, String dialect, int bodies) throws IOException {
    ProviderDialect spoken =
        Objects.requireNonNull(ProviderProfiles.shipped().find(profile)).dialects().stream()
            .filter(each -> each.dialect().equals(dialect))
            .findFirst()
            .orElseThrow()
            .speak(Variables.NONE);
    int priced = 0;
    for (JsonNode fixture : fixtures()) {
      byte[] body = JsonDocument.write(fixture.get("body"));
      ReportedUsage report = spoken.usage(body, 0, body.length);
      Usage usage = report == null ? null : report.usage();
      if (usage == null) {
        continue;
      }
      boolean flex = priced % 2 == 1;
      boolean us = priced % 3 == 1;
      priced++;
      Rating rating =
          BOOK.rate(
              "acme/m",
              CallTerms.of(flex ? "flex" : null, us ? "us" : "global"),
              usage,
              NOON,
              NOON);
      assertThat(rating).as("%s", rating).isInstanceOf(Rating.Priced.class);
      assertThat(Objects.requireNonNull(rating.total()).dollars())
          .as("%s of %s", usage, fixture.get("body"))
          .isEqualByComparingTo(recomputed(usage, flex, us));
    }
    assertThat(priced).as("bodies of this shape").isGreaterThanOrEqualTo(bodies);
  }

  private static BigDecimal recomputed(Usage usage, boolean flex, boolean us) {
    BigDecimal scaled = (flex ? FLEX : BigDecimal.ONE).multiply(us ? US : BigDecimal.ONE);
    BigDecimal paid = BigDecimal.ZERO;
    BigDecimal list = BigDecimal.ZERO;
    int column = usage.totalInput() > CLIFF ? 2 : 1;
    for (Map.Entry<Meter, String[]> price : PRICES.entrySet()) {
      BigDecimal exact =
          new BigDecimal(price.getValue()[column])
              .movePointLeft(6)
              .multiply(BigDecimal.valueOf(usage.quantity(price.getKey())))
              .multiply(scaled);
      list = list.add(rounded(exact));
      paid = paid.add(rounded(exact.multiply(YUAN).multiply(PAID)));
    }
    BigDecimal searches = PER_SEARCH.multiply(BigDecimal.valueOf(usage.quantity(Meter.SEARCHES)));
    list = list.add(searches).add(PER_CALL);
    paid =
        paid.add(rounded(searches.multiply(YUAN).multiply(PAID)))
            .add(rounded(PER_CALL.multiply(YUAN).multiply(PAID)));
    BigDecimal missing = MINIMUM.subtract(list).max(BigDecimal.ZERO);
    return paid.add(rounded(missing.multiply(YUAN).multiply(PAID)));
  }

  private static BigDecimal rounded(BigDecimal amount) {
    return amount.setScale(12, RoundingMode.HALF_EVEN);
  }

  private static List<JsonNode> fixtures() throws IOException {
    assumeTrue(Files.exists(FILE), "recorded usages are not beside the project: " + FILE);
    List<JsonNode> fixtures = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        fixtures.add(JsonDocument.read(line));
      }
    }
    return fixtures;
  }
}
