package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.routing.Tactic;
import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a record back into what {@link RecordEncoder} wrote.
 *
 * <p>Strict: whatever is not exactly a record of this version, or of one before, is an {@link
 * IllegalArgumentException} that says why.
 */
final class RecordDecoder {

  private static final Map<String, Meter> METERS = new HashMap<>();
  private static final Map<String, UsageQuality> QUALITIES = new HashMap<>();

  static {
    for (Meter meter : Meter.values()) {
      METERS.put(meter.key(), meter);
    }
    for (UsageQuality quality : UsageQuality.values()) {
      QUALITIES.put(quality.key(), quality);
    }
  }

  private RecordDecoder() {}

  static JournalRecord decode(byte[] bytes, int from, int end) {
    RecordFields fields = RecordFields.parse(bytes, from, end);
    long seq = fields.number("seq");
    RecordType type = RecordType.valueOf(fields.text("type"));
    Instant at = fields.instant("at");
    JournalRecord record =
        switch (type) {
          case RESERVE -> new JournalRecord.Posted(seq, reserve(at, fields));
          case DISPATCH -> new JournalRecord.Posted(seq, dispatch(at, fields));
          case SETTLE -> new JournalRecord.Posted(seq, settle(at, fields));
          case VOID -> new JournalRecord.Posted(seq, voided(at, fields));
          case EXPIRE_ESTIMATE -> new JournalRecord.Posted(seq, expireEstimate(at, fields));
          case OVERRUN ->
              new JournalRecord.Posted(
                  seq,
                  new Entry.Overrun(
                      at, fields.text("request"), new Picodollars(fields.number("amount_pico"))));
          case JUDGED -> new JournalRecord.Posted(seq, judged(at, fields));
          case NODE_START ->
              new JournalRecord.NodeStarted(
                  seq, at, fields.text("node"), fields.number("bytes_cut"));
          case SEGMENT_OPEN -> segmentOpened(seq, at, fields);
          case SEGMENT_CLOSE ->
              new JournalRecord.SegmentClosed(
                  seq, at, fields.smallNumber("segment"), fields.number("records"));
        };
    fields.expectNothingElse();
    return record;
  }

  private static JournalRecord.SegmentOpened segmentOpened(
      long seq, Instant at, RecordFields fields) {
    expect(fields, "format", JournalRecord.SegmentOpened.FORMAT);
    expect(fields, "hash", JournalRecord.SegmentOpened.HASH);
    int version = fields.smallNumber("version");
    if (version < 1 || version > JournalRecord.SegmentOpened.VERSION) {
      throw new IllegalArgumentException(
          "version "
              + version
              + " of the format (this program reads versions 1 to "
              + JournalRecord.SegmentOpened.VERSION
              + ")");
    }
    return new JournalRecord.SegmentOpened(
        seq,
        at,
        fields.smallNumber("segment"),
        version,
        fields.text("node"),
        fields.text("previous"));
  }

  private static void expect(RecordFields fields, String name, String expected) {
    String value = fields.text(name);
    if (!value.equals(expected)) {
      throw new IllegalArgumentException(
          "\"" + name + "\": " + value + " (expected: " + expected + ")");
    }
  }

  private static Entry reserve(Instant at, RecordFields fields) {
    return new Entry.Reserve(
        at,
        fields.text("request"),
        fields.text("key"),
        fields.text("policy"),
        fields.text("rule"),
        fields.text("requested_model"),
        fields.flag("stream"),
        money(fields, "hold_pico"),
        fields.has("purpose") ? Purpose.of(fields.text("purpose")) : Purpose.SERVE,
        fields.has("tactic") ? fields.text("tactic") : Tactic.STRAIGHT.key(),
        fields.has("memo") ? memo(fields.fields("memo")) : null,
        fields.has("accounts") ? AccountNames.split(fields.text("accounts")) : List.of());
  }

  private static Memo memo(RecordFields fields) {
    Memo memo =
        new Memo(
            fields.text("reference"),
            money(fields, "reference_pico"),
            fields.smallNumber("loss_ppm"),
            fields.number("shadow_pico_per_ppm"),
            fields.smallNumber("propensity_ppm"));
    fields.expectNothingElse();
    return memo;
  }

  private static Entry judged(Instant at, RecordFields fields) {
    return new Entry.Judged(
        at,
        fields.text("request"),
        fields.text("key"),
        fields.text("policy"),
        fields.text("deployment"),
        fields.flag("served"),
        JudgementSource.of(fields.text("source")),
        fields.smallNumber("score_ppm"),
        fields.has("reference_ppm") ? Integer.valueOf(fields.smallNumber("reference_ppm")) : null,
        fields.smallNumber("propensity_ppm"));
  }

  private static Entry dispatch(Instant at, RecordFields fields) {
    return new Entry.Dispatch(
        at,
        fields.text("request"),
        fields.smallNumber("attempt"),
        fields.text("deployment"),
        fields.text("class"),
        usage(fields.fields("estimated_usage")),
        money(fields, "estimated_pico"),
        fields.text("reason"));
  }

  private static Entry settle(Instant at, RecordFields fields) {
    return new Entry.Settle(
        at,
        fields.text("request"),
        fields.smallNumber("attempt"),
        fields.flag("last"),
        Entry.Outcome.valueOf(fields.text("outcome")),
        fields.smallNumber("status"),
        fields.textOrNull("served_model"),
        fields.textOrNull("provider_request"),
        usage(fields.fields("usage")),
        known(QUALITIES, fields.text("quality")),
        lines(fields.list("lines")),
        money(fields, "amount_pico"),
        fields.text("price_version"),
        fields.number("ttft_ms"),
        fields.number("total_ms"));
  }

  private static Entry voided(Instant at, RecordFields fields) {
    return new Entry.Voided(
        at,
        fields.text("request"),
        fields.smallNumber("attempt"),
        fields.flag("last"),
        fields.smallNumber("status"),
        fields.text("reason"));
  }

  private static Entry expireEstimate(Instant at, RecordFields fields) {
    return new Entry.ExpireEstimate(
        at,
        fields.text("request"),
        fields.smallNumber("attempt"),
        fields.flag("last"),
        usage(fields.fields("usage")),
        money(fields, "amount_pico"),
        fields.text("reason"));
  }

  private static List<RatedLine> lines(List<RecordFields> items) {
    List<RatedLine> lines = new ArrayList<>(items.size());
    for (RecordFields item : items) {
      Ratio multiplier = multiplier(item, "times", "over", Ratio.ONE);
      Picodollars amount = new Picodollars(item.number("amount_pico"));
      lines.add(
          new RatedLine(
              known(METERS, item.text("meter")),
              item.number("quantity"),
              item.number("unit_pico"),
              multiplier(item, "list_times", "list_over", multiplier),
              multiplier,
              item.has("list_pico") ? new Picodollars(item.number("list_pico")) : amount,
              amount));
      item.expectNothingElse();
    }
    return lines;
  }

  private static Ratio multiplier(RecordFields item, String times, String over, Ratio usual) {
    return item.has(times) ? new Ratio(item.number(times), item.number(over)) : usual;
  }

  private static Usage usage(RecordFields fields) {
    Usage usage =
        new Usage(
            tokens(fields, Meter.IN_UNCACHED),
            tokens(fields, Meter.IN_CACHE_READ),
            tokens(fields, Meter.IN_CACHE_WRITE_5M),
            tokens(fields, Meter.IN_CACHE_WRITE_1H),
            tokens(fields, Meter.IN_CACHE_WRITE_OTHER),
            tokens(fields, Meter.IN_TOOL),
            tokens(fields, Meter.OUT_VISIBLE),
            tokens(fields, Meter.OUT_REASONING),
            tokens(fields, Meter.OUT_OTHER),
            extras(fields));
    fields.expectNothingElse();
    return usage;
  }

  private static Extras extras(RecordFields fields) {
    Map<Meter, Long> quantities = new EnumMap<>(Meter.class);
    for (Meter meter : METERS.values()) {
      if (!meter.isPlain() && fields.has(meter.key())) {
        quantities.put(meter, fields.number(meter.key()));
      }
    }
    return Extras.of(quantities);
  }

  private static long tokens(RecordFields fields, Meter meter) {
    return fields.has(meter.key()) ? fields.number(meter.key()) : 0;
  }

  private static <T> T known(Map<String, T> names, String name) {
    T value = names.get(name);
    if (value == null) {
      throw new IllegalArgumentException("\"" + name + "\" is not one of " + names.keySet());
    }
    return value;
  }

  private static @Nullable Picodollars money(RecordFields fields, String name) {
    Long pico = fields.numberOrNull(name);
    return pico == null ? null : new Picodollars(pico);
  }
}
