package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts that records are made of, from the hash at the beginning of the line to its end.
 *
 * <p>Not safe for use by several threads.
 */
final class RecordWriter {

  private static final Meter[] METERS = Meter.values();

  /** By the index of a meter, what a line of a bill and what a usage says before its quantity. */
  private static final String[] LINES =
      texts(meter -> "{\"meter\":\"" + meter.key() + "\",\"quantity\":");

  private static final String[] COUNTED = texts(meter -> '"' + meter.key() + "\":");

  private final LineBuffer out;
  private final HashChain chain;
  private final RecentParts recent = new RecentParts();

  RecordWriter(LineBuffer out, HashChain chain) {
    this.out = out;
    this.chain = chain;
  }

  private static String[] texts(Function<Meter, String> text) {
    return Arrays.stream(METERS).map(text).toArray(String[]::new);
  }

  void lines(List<RatedLine> lines) {
    key("lines");
    char separator = '[';
    for (int i = 0; i < lines.size(); i++) {
      RatedLine line = lines.get(i);
      out.raw(separator);
      separator = ',';
      out.raw(LINES[line.meter().index()]);
      out.number(line.quantity());
      number("unit_pico", line.unitPricePico());
      multiplier("times", "over", line.multiplier(), Ratio.ONE);
      money("amount_pico", line.amount());
      multiplier("list_times", "list_over", line.listMultiplier(), line.multiplier());
      if (!line.list().equals(line.amount())) {
        money("list_pico", line.list());
      }
      out.raw('}');
    }
    out.raw(lines.isEmpty() ? "[]" : "]");
  }

  void multiplier(String times, String over, Ratio ratio, Ratio usual) {
    if (!ratio.equals(usual)) {
      number(times, ratio.numerator());
      number(over, ratio.denominator());
    }
  }

  void usage(String key, Usage usage) {
    key(key);
    char separator = '{';
    for (int i = 0; i < usage.meters(); i++) {
      long quantity = usage.quantity(METERS[i]);
      if (quantity != 0) {
        out.raw(separator);
        out.raw(COUNTED[i]);
        out.number(quantity);
        separator = ',';
      }
    }
    out.raw(separator == '{' ? "{}" : "}");
  }

  int begin(long seq, RecordType type, Instant at) {
    int start = out.length();
    out.skip(HashChain.HEX_CHARS);
    out.raw(" {\"seq\":");
    out.number(seq);
    out.raw(type.written());
    out.instant(at);
    return start;
  }

  void end(int start) {
    out.raw('}');
    chain.seal(out.array(), start, out.length());
    out.raw('\n');
  }

  void key(String key) {
    out.key(key);
  }

  void text(String key, @Nullable String value) {
    key(key);
    if (value == null) {
      out.raw("null");
    } else {
      out.string(value);
    }
  }

  void number(String key, long value) {
    key(key);
    out.number(value);
  }

  void flag(String key, boolean value) {
    key(key);
    out.raw(value ? "true" : "false");
  }

  void money(String key, @Nullable Picodollars value) {
    key(key);
    if (value == null) {
      out.raw("null");
    } else {
      out.number(value.pico());
    }
  }

  /** A text that is left out where it is not there. */
  void textIfAny(String key, @Nullable String value) {
    if (value != null) {
      text(key, value);
    }
  }

  /** A text that is left out where it is empty. */
  void textUnlessEmpty(String key, String value) {
    if (!value.isEmpty()) {
      text(key, value);
    }
  }

  /** A number that is left out where it is the usual one. */
  void numberUnless(long usual, String key, long value) {
    if (value != usual) {
      number(key, value);
    }
  }

  /** A part that many records have. */
  void part(RecordPart part) {
    byte[] known = recent.find(part);
    if (known != null) {
      out.raw(known);
      return;
    }
    int start = out.length();
    part.writeTo(this);
    recent.add(part, out.copyFrom(start));
  }

  /** Begins an object in the record; {@link #endObject} ends it. */
  void beginObject(String key, String firstKey, String firstValue) {
    key(key);
    out.raw("{\"");
    out.raw(firstKey);
    out.raw("\":");
    out.string(firstValue);
  }

  void endObject() {
    out.raw('}');
  }

  void accounts(List<String> accounts) {
    if (!accounts.isEmpty()) {
      part(new RecordPart.Charged(accounts));
    }
  }
}
