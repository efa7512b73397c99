package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Conversion;
import io.tollgate.policies.price.Funding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentPartsTest {

  /** Few, so that parts come again; two of one hash, one that needs escapes, one that is long. */
  private static final List<String> TEXTS =
      List.of("Aa", "BB", "", "null", "ü\"\\\n😀", "x".repeat(Entry.TEXT_CHARS_MAX));

  private static String text(RandomGenerator random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static @Nullable String textIfAny(RandomGenerator random) {
    return random.nextBoolean() ? null : text(random);
  }

  private static RecordPart part(RandomGenerator random) {
    Entry.Outcome[] outcomes = Entry.Outcome.values();
    return switch (random.nextInt(5)) {
      case 0 ->
          new RecordPart.Asked(
              text(random), text(random), text(random), text(random), random.nextBoolean());
      case 1 -> {
        List<String> accounts = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
          accounts.add(text(random));
        }
        yield new RecordPart.Charged(List.copyOf(accounts));
      }
      case 2 -> new RecordPart.Sent(1 + random.nextInt(2), text(random), text(random));
      case 3 ->
          new RecordPart.Served(
              1 + random.nextInt(2),
              random.nextBoolean(),
              outcomes[random.nextInt(outcomes.length)],
              random.nextBoolean() ? 200 : 503,
              textIfAny(random),
              textIfAny(random),
              textIfAny(random));
      default ->
          new RecordPart.Priced(
              text(random),
              random.nextBoolean() ? Conversion.USD : new Conversion("CNY", new Ratio(139, 1000)),
              random.nextBoolean() ? Funding.INVOICE : Funding.parse("owned:pool"));
    };
  }

  private static String written(RecordWriter writer, LineBuffer buffer, RecordPart part) {
    int start = buffer.length();
    writer.part(part);
    String written = new String(buffer.copyFrom(start), StandardCharsets.UTF_8);
    if (start > 1 << 20) {
      buffer.clear();
    }
    return written;
  }

  private static String written(RecordPart part) {
    LineBuffer buffer = new LineBuffer();
    return written(new RecordWriter(buffer, new HashChain(HashChain.ZEROS)), buffer, part);
  }

  @Test
  void a_part_is_written_the_same_whatever_was_written_before() {
    SplittableRandom random = new SplittableRandom(1);
    LineBuffer buffer = new LineBuffer();
    RecordWriter writer = new RecordWriter(buffer, new HashChain(HashChain.ZEROS));
    for (int i = 0; i < 50_000; i++) {
      RecordPart part = part(random);
      assertThat(written(writer, buffer, part)).isEqualTo(written(part));
    }
  }

  @Test
  void what_was_added_is_found_by_an_equal_part_and_by_no_other() {
    RecentParts recent = new RecentParts();
    byte[] bytes = {1, 2, 3};
    recent.add(new RecordPart.Sent(1, "Aa", "local"), bytes);
    assertThat(recent.find(new RecordPart.Sent(1, "Aa", "local"))).isSameAs(bytes);
    assertThat(recent.find(new RecordPart.Sent(1, "BB", "local"))).isNull();
    assertThat(recent.find(new RecordPart.Sent(1, "Aa", "frontier"))).isNull();
  }

  @Test
  void a_long_part_is_not_kept() {
    RecentParts recent = new RecentParts();
    RecordPart part = new RecordPart.Sent(1, "a", "local");
    recent.add(part, new byte[Entry.TEXT_CHARS_MAX + 1]);
    assertThat(recent.find(part)).isNull();
  }
}
