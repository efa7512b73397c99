package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.routing.Tactic;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as lines of the journal: {@code <hash> <json>\n}.
 *
 * <p>The JSON has one canonical form with keys in a fixed order, so that equal records are equal
 * bytes. Money is in integer pico-dollars, an unknown amount is {@code null}; meters that counted
 * nothing, multipliers of 1/1, list prices that were paid in full, the usual purpose and tactic,
 * and memos and accounts that are not there are left out.
 */
final class RecordEncoder {

  private static final Meter[] METERS = Meter.values();

  private final LineBuffer out;
  private final HashChain chain;

  RecordEncoder(LineBuffer out, HashChain chain) {
    this.out = out;
    this.chain = chain;
  }

  void encode(long seq, Entry entry) {
    int start = begin(seq, RecordType.of(entry), entry.at());
    text("request", entry.request());
    switch (entry) {
      case Entry.Reserve reserve -> reserve(reserve);
      case Entry.Dispatch dispatch -> dispatch(dispatch);
      case Entry.Settle settle -> settle(settle);
      case Entry.Voided voided -> voided(voided);
      case Entry.ExpireEstimate expired -> expireEstimate(expired);
      case Entry.Overrun overrun -> money("amount_pico", overrun.amount());
      case Entry.Judged judged -> judged(judged);
    }
    end(start);
  }

  void encode(JournalRecord.SegmentOpened opened) {
    int start = begin(opened.seq(), RecordType.SEGMENT_OPEN, opened.at());
    number("segment", opened.segment());
    text("format", JournalRecord.SegmentOpened.FORMAT);
    number("version", opened.version());
    text("hash", JournalRecord.SegmentOpened.HASH);
    text("node", opened.node());
    text("previous", opened.previous());
    end(start);
  }

  void encode(JournalRecord.SegmentClosed closed) {
    int start = begin(closed.seq(), RecordType.SEGMENT_CLOSE, closed.at());
    number("segment", closed.segment());
    number("records", closed.records());
    end(start);
  }

  void encode(JournalRecord.NodeStarted started) {
    int start = begin(started.seq(), RecordType.NODE_START, started.at());
    text("node", started.node());
    number("bytes_cut", started.bytesCut());
    end(start);
  }

  private void reserve(Entry.Reserve reserve) {
    text("key", reserve.key());
    text("policy", reserve.policy());
    text("rule", reserve.rule());
    text("requested_model", reserve.requestedModel());
    flag("stream", reserve.stream());
    money("hold_pico", reserve.hold());
    if (reserve.purpose() != Purpose.SERVE) {
      text("purpose", reserve.purpose().key());
    }
    if (!reserve.tactic().equals(Tactic.STRAIGHT.key())) {
      text("tactic", reserve.tactic());
    }
    Memo memo = reserve.memo();
    if (memo != null) {
      memo(memo);
    }
    if (!reserve.accounts().isEmpty()) {
      text("accounts", AccountNames.join(reserve.accounts()));
    }
  }

  private void memo(Memo memo) {
    key("memo");
    out.raw("{\"reference\":");
    out.string(memo.reference());
    money("reference_pico", memo.referenceCost());
    number("loss_ppm", memo.lossPpm());
    number("shadow_pico_per_ppm", memo.shadowPicoPerPpm());
    number("propensity_ppm", memo.propensityPpm());
    out.raw('}');
  }

  private void judged(Entry.Judged judged) {
    text("key", judged.key());
    text("policy", judged.policy());
    text("deployment", judged.deployment());
    flag("served", judged.served());
    text("source", judged.source().key());
    number("score_ppm", judged.scorePpm());
    Integer reference = judged.referenceScorePpm();
    if (reference != null) {
      number("reference_ppm", reference);
    }
    number("propensity_ppm", judged.propensityPpm());
  }

  private void dispatch(Entry.Dispatch dispatch) {
    number("attempt", dispatch.attempt());
    text("deployment", dispatch.deployment());
    text("class", dispatch.modelClass());
    usage("estimated_usage", dispatch.estimatedUsage());
    money("estimated_pico", dispatch.estimatedCost());
    text("reason", dispatch.reason());
  }

  private void settle(Entry.Settle settle) {
    number("attempt", settle.attempt());
    flag("last", settle.last());
    text("outcome", settle.outcome().name());
    number("status", settle.status());
    text("served_model", settle.servedModel());
    text("provider_request", settle.providerRequest());
    usage("usage", settle.usage());
    text("quality", settle.quality().key());
    lines(settle.lines());
    money("amount_pico", settle.amount());
    text("price_version", settle.priceVersion());
    number("ttft_ms", settle.ttftMs());
    number("total_ms", settle.totalMs());
  }

  private void voided(Entry.Voided voided) {
    number("attempt", voided.attempt());
    flag("last", voided.last());
    number("status", voided.status());
    text("reason", voided.reason());
  }

  private void expireEstimate(Entry.ExpireEstimate expired) {
    number("attempt", expired.attempt());
    flag("last", expired.last());
    usage("usage", expired.usage());
    money("amount_pico", expired.amount());
    text("reason", expired.reason());
  }

  private void lines(List<RatedLine> lines) {
    key("lines");
    out.raw('[');
    for (int i = 0; i < lines.size(); i++) {
      RatedLine line = lines.get(i);
      out.raw(i == 0 ? "{\"meter\":\"" : ",{\"meter\":\"");
      out.raw(line.meter().key());
      out.raw("\",\"quantity\":");
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
    out.raw(']');
  }

  private void multiplier(String times, String over, Ratio ratio, Ratio usual) {
    if (!ratio.equals(usual)) {
      number(times, ratio.numerator());
      number(over, ratio.denominator());
    }
  }

  private void usage(String key, Usage usage) {
    key(key);
    char separator = '{';
    for (Meter meter : METERS) {
      long quantity = usage.quantity(meter);
      if (quantity != 0) {
        out.raw(separator);
        out.raw('"');
        out.raw(meter.key());
        out.raw("\":");
        out.number(quantity);
        separator = ',';
      }
    }
    out.raw(separator == '{' ? "{}" : "}");
  }

  private int begin(long seq, RecordType type, Instant at) {
    int start = out.length();
    out.skip(HashChain.HEX_CHARS);
    out.raw(" {\"seq\":");
    out.number(seq);
    out.raw(",\"type\":\"");
    out.raw(type.name());
    out.raw("\",\"at\":");
    out.instant(at);
    return start;
  }

  private void end(int start) {
    out.raw('}');
    chain.seal(out.array(), start, out.length());
    out.raw('\n');
  }

  private void key(String key) {
    out.raw(",\"");
    out.raw(key);
    out.raw("\":");
  }

  private void text(String key, @Nullable String value) {
    key(key);
    if (value == null) {
      out.raw("null");
    } else {
      out.string(value);
    }
  }

  private void number(String key, long value) {
    key(key);
    out.number(value);
  }

  private void flag(String key, boolean value) {
    key(key);
    out.raw(value ? "true" : "false");
  }

  private void money(String key, @Nullable Picodollars value) {
    key(key);
    if (value == null) {
      out.raw("null");
    } else {
      out.number(value.pico());
    }
  }
}
