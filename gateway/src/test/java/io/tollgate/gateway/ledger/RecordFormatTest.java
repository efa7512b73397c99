package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordFormatTest {

  private static byte[] line(long seq, Entry entry) {
    LineBuffer buffer = new LineBuffer();
    new RecordEncoder(buffer, new HashChain(HashChain.ZEROS)).encode(seq, entry);
    byte[] line = new byte[buffer.length()];
    System.arraycopy(buffer.array(), 0, line, 0, line.length);
    return line;
  }

  private static String json(Entry entry) {
    byte[] line = line(7, entry);
    return new String(line, 65, line.length - 66, StandardCharsets.UTF_8);
  }

  private static JournalRecord decode(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return RecordDecoder.decode(bytes, 0, bytes.length);
  }

  @Test
  void every_type_of_entry_comes_back_as_it_was() {
    for (Entry entry : Samples.everyType()) {
      assertThat(decode(json(entry))).isEqualTo(new JournalRecord.Posted(7, entry));
    }
  }

  @Test
  void made_up_lives_come_back_as_they_were() {
    Lives lives = new Lives(new SplittableRandom(1), "r");
    for (int i = 0; i < 2_000; i++) {
      for (Entry entry : lives.next()) {
        assertThat(decode(json(entry))).isEqualTo(new JournalRecord.Posted(7, entry));
      }
    }
  }

  @Test
  void an_entry_is_written_the_same_whatever_was_written_before() {
    Lives lives = new Lives(new SplittableRandom(3), "r");
    LineBuffer buffer = new LineBuffer();
    RecordEncoder encoder = new RecordEncoder(buffer, new HashChain(HashChain.ZEROS));
    for (int i = 0; i < 5_000; i++) {
      for (Entry entry : lives.next()) {
        buffer.clear();
        encoder.encode(7, entry);
        byte[] written = buffer.copyFrom(HashChain.HEX_CHARS + 1);
        assertThat(new String(written, 0, written.length - 1, StandardCharsets.UTF_8))
            .isEqualTo(json(entry));
      }
    }
  }

  @Test
  void any_text_comes_back_as_it_was_and_never_breaks_the_line() {
    SplittableRandom random = new SplittableRandom(2);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        int bound = random.nextBoolean() ? 0x90 : 0x10000;
        text.append((char) random.nextInt(bound));
      }
      Entry entry = new Entry.Voided(Samples.NOON, "r", 0, true, 0, text.toString());
      byte[] line = line(1, entry);
      assertThat(new String(line, 0, line.length - 1, StandardCharsets.ISO_8859_1))
          .doesNotContain("\n");
      assertThat(RecordDecoder.decode(line, 65, line.length - 1))
          .isEqualTo(new JournalRecord.Posted(1, entry));
    }
  }

  @Test
  void the_form_is_canonical_and_readable() {
    assertThat(json(Samples.settle("r1", 1, true)))
        .isEqualTo(
            "{\"seq\":7,\"type\":\"SETTLE\",\"at\":\"2026-11-21T12:00:01.500Z\",\"request\":\"r1\","
                + "\"attempt\":1,\"last\":true,\"outcome\":\"COMPLETE\",\"status\":200,"
                + "\"served_model\":\"gpt-6-sol-2026-06\",\"provider_request\":\"chatcmpl-1\","
                + "\"usage\":{\"in_uncached\":100,\"out_visible\":10},"
                + "\"quality\":\"provider_reported\",\"lines\":["
                + "{\"meter\":\"in_uncached\",\"quantity\":100,\"unit_pico\":20,"
                + "\"amount_pico\":2000},"
                + "{\"meter\":\"out_visible\",\"quantity\":10,\"unit_pico\":100,\"times\":11,"
                + "\"over\":10,\"amount_pico\":1100}],"
                + "\"amount_pico\":3100,\"price_version\":\"openai/gpt-6-sol@2026-07-30\","
                + "\"ttft_ms\":210,\"total_ms\":1499}");
  }

  @Test
  void what_is_counted_beside_text_and_what_is_paid_of_the_list_price_comes_back_as_it_was() {
    Entry.Settle plain = Samples.settle("r1", 1, true);
    RatedLine discounted = RatedLine.of(Meter.IN_AUDIO, 7, 100, new Ratio(2, 1), new Ratio(9, 5));
    RatedLine free = RatedLine.of(Meter.SEARCHES, 2, 100, Ratio.ONE, new Ratio(0, 1));
    Map<Meter, Long> quantities = new EnumMap<>(Meter.class);
    for (Meter meter : Meter.values()) {
      if (!meter.isPlain() && meter != Meter.MINIMUM_CHARGE) {
        quantities.put(meter, 1L + meter.index());
      }
    }
    Entry.Settle entry =
        new Entry.Settle(
            plain.at(),
            plain.request(),
            1,
            true,
            plain.outcome(),
            new Service(200, null, null, null, null),
            Usage.of(100, 10).with(Extras.of(quantities)),
            plain.quality(),
            Bill.of(List.of(discounted, free), new Picodollars(1_260), "acme/sound@2026-11-21"),
            0,
            0);

    assertThat(decode(json(entry))).isEqualTo(new JournalRecord.Posted(7, entry));
    assertThat(json(entry))
        .contains("\"out_visible\":10,\"in_audio\":10,", ",\"cache_token_hours\":23}")
        .contains(
            "{\"meter\":\"in_audio\",\"quantity\":7,\"unit_pico\":100,\"times\":9,\"over\":5,"
                + "\"amount_pico\":1260,\"list_times\":2,\"list_over\":1,\"list_pico\":1400}")
        .contains(
            "{\"meter\":\"searches\",\"quantity\":2,\"unit_pico\":100,\"times\":0,\"over\":1,"
                + "\"amount_pico\":0,\"list_times\":1,\"list_over\":1,\"list_pico\":200}");
  }

  @Test
  void a_request_without_a_budget_is_written_as_in_version_1() {
    assertThat(json(Samples.reserve("r1")))
        .isEqualTo(
            "{\"seq\":7,\"type\":\"RESERVE\",\"at\":\"2026-11-21T12:00:00Z\",\"request\":\"r1\","
                + "\"key\":\"key1\",\"policy\":\"default\",\"rule\":\"rule1\","
                + "\"requested_model\":\"auto\",\"stream\":true,\"hold_pico\":9000}");
  }

  @Test
  void what_a_quality_budget_adds_follows_the_hold() {
    assertThat(json(Samples.reserve("m", Purpose.MEASUREMENT, "agreement", Samples.memo())))
        .endsWith(
            "\"hold_pico\":9000,\"purpose\":\"measurement\",\"tactic\":\"agreement\","
                + "\"memo\":{\"reference\":\"openai/gpt-6-sol\",\"reference_pico\":10000,"
                + "\"loss_ppm\":12500,\"shadow_pico_per_ppm\":40,\"propensity_ppm\":950000}}");
    assertThat(json(Samples.judged("r1")))
        .endsWith(
            "\"request\":\"r1\",\"key\":\"key1\",\"policy\":\"default\","
                + "\"deployment\":\"openai/gpt-6-sol\",\"served\":true,\"source\":\"judge\",\"score_ppm\":750000,"
                + "\"reference_ppm\":800000,\"propensity_ppm\":500000}");
    assertThat(json(Samples.judged("r1", 0, null, 1))).doesNotContain("reference_ppm");
  }

  @Test
  void accounts_are_the_last_field_with_one_space_between_them_and_left_out_where_there_are_none() {
    Entry.Reserve plain = Samples.reserve("r1");
    String without = json(plain);
    assertThat(json(Samples.charged(plain, plain.at(), Samples.ACCOUNTS)))
        .isEqualTo(
            without.substring(0, without.length() - 1)
                + ",\"accounts\":\"organization:acme team:search key:0123456789ab"
                + " tag:feature=chat\"}");
    assertThat(without).doesNotContain("accounts");
    assertThat(
            json(
                Samples.charged(
                    Samples.reserve("m", Purpose.SERVE, "straight", Samples.memo()),
                    plain.at(),
                    List.of("a"))))
        .endsWith("\"propensity_ppm\":950000},\"accounts\":\"a\"}");
  }

  @Test
  void accounts_that_nobody_could_have_written_are_refused() {
    String good = json(Samples.charged(Samples.reserve("r"), Samples.NOON, List.of("a", "b")));
    assertThat(decode(good)).isNotNull();
    for (String bad :
        List.of(
            "\"\"",
            "\" \"",
            "\"a  b\"",
            "\" a b\"",
            "\"a b \"",
            "\"a b a\"",
            "\"a\\nb\"",
            "\"" + "x".repeat(201) + "\"",
            "null",
            "7",
            "[]",
            "[\"a\",\"b\"]")) {
      String json = good.replace("\"a b\"", bad);
      assertThatThrownBy(() -> decode(json)).as(json).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () -> decode(json(Samples.overrun("r")).replace("}", ",\"accounts\":\"a\"}")))
        .hasMessageContaining("\"accounts\" is not a field of this record");
  }

  @Test
  void the_longest_accounts_that_there_can_be_fit_in_a_line_of_the_journal() {
    List<String> longest = new ArrayList<>();
    for (int i = 0; i < AccountNames.COUNT_MAX; i++) {
      longest.add("語".repeat(AccountNames.CHARS_MAX - 1) + (char) ('一' + i));
    }
    Entry entry = Samples.charged(Samples.reserve("r"), Samples.NOON, longest);
    assertThat(line(1, entry)).hasSizeLessThan(JournalFiles.LINE_BYTES_MAX / 4);
    assertThat(decode(json(entry))).isEqualTo(new JournalRecord.Posted(7, entry));
  }

  @Test
  void scores_and_propensities_are_parts_of_a_whole() {
    String good = json(Samples.judged("r"));
    for (String bad :
        List.of(
            good.replace("750000", "1000001"),
            good.replace("750000", "-1"),
            good.replace("800000", "1000001"),
            good.replace("500000", "0"),
            good.replace("500000", "4294967297"),
            good.replace("\"judge\"", "\"nobody\""))) {
      assertThatThrownBy(() -> decode(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void an_unknown_amount_is_null_and_not_zero() {
    assertThat(json(Samples.reserve("r", null))).contains("\"hold_pico\":null");
    assertThat(json(Samples.settleUnpriced("r", 1, true))).contains("\"amount_pico\":null");
    assertThat(json(Samples.reserve("r", Picodollars.ZERO))).contains("\"hold_pico\":0");
  }

  @Test
  void extreme_numbers_and_instants_come_back_as_they_were() {
    List<Long> numbers = new ArrayList<>(List.of(0L, Long.MAX_VALUE, Long.MIN_VALUE, -1L));
    for (long power = 1; power > 0 && power < 1_000_000_000_000_000_000L; power *= 10) {
      numbers.addAll(List.of(power, power - 1, power + 1, -power));
    }
    List<Instant> instants =
        List.of(
            Instant.EPOCH,
            Instant.parse("0001-01-01T00:00:00.000000001Z"),
            Instant.parse("9999-12-31T23:59:59.999Z"),
            Instant.parse("2026-11-21T00:00:00.000010Z"));
    for (long number : numbers) {
      for (Instant at : instants) {
        Entry entry = new Entry.Overrun(at, "r", new Picodollars(number));
        assertThat(decode(json(entry))).isEqualTo(new JournalRecord.Posted(7, entry));
        assertThat(json(entry)).contains("\"at\":\"" + at + "\"");
      }
    }
  }

  @Test
  void what_is_not_exactly_a_record_is_refused() {
    String good = json(Samples.overrun("r"));
    List<String> bad =
        List.of(
            good.replace("77", "77.5"),
            good.replace("77", "\"77\""),
            good.replace("77", "99999999999999999999"),
            good.replace("77", "77,\"more\":1"),
            good.replace("77", "77,\"seq\":7"),
            good.replace("OVERRUN", "UNDERRUN"),
            good.replace("\"request\":\"r\",", ""),
            good.replace("T", "t "),
            good + "{}",
            good.substring(1),
            "[]",
            "");
    for (String json : bad) {
      assertThatThrownBy(() -> decode(json)).as(json).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_text_from_outside_is_cut_before_it_makes_a_record_long() {
    String endless = "x".repeat(Entry.TEXT_CHARS_MAX - 1) + "😀".repeat(100_000);
    Entry.Settle settle = Samples.settle("r", 1, true);
    Entry.Settle hostile =
        new Entry.Settle(
            settle.at(),
            settle.request(),
            1,
            true,
            settle.outcome(),
            new Service(200, endless, null, null, endless),
            Usage.of(100, 10),
            settle.quality(),
            Bill.of(settle.lines(), settle.amount(), endless),
            0,
            0);
    assertThat(hostile.service().model())
        .hasSize(Entry.TEXT_CHARS_MAX - 1)
        .doesNotContain("\ud83d");
    assertThat(line(1, hostile)).hasSizeLessThan(4_096);
  }
}
