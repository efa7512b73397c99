package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.routing.Tactic;
import io.tollgate.policies.tax.Circumstances;

/**
 * Writes records as lines of the journal: {@code <hash> <json>\n}.
 *
 * <p>The JSON has one canonical form with keys in a fixed order, so that equal records are equal
 * bytes. Money is in integer pico-dollars, an unknown amount is {@code null}; meters that counted
 * nothing, multipliers of 1/1, list prices that were paid in full, the usual purpose and tactic,
 * and memos and accounts that are not there are left out.
 */
final class RecordEncoder {

  private final RecordWriter out;

  RecordEncoder(LineBuffer buffer, HashChain chain) {
    this.out = new RecordWriter(buffer, chain);
  }

  void encode(long seq, Entry entry) {
    int start = out.begin(seq, RecordType.of(entry), entry.at());
    switch (entry) {
      case Entry.Requested requested -> {
        out.text("request", requested.request());
        requested(requested);
      }
      case BookEntry book -> BookEntryEncoder.encode(out, book);
    }
    out.end(start);
  }

  private void requested(Entry.Requested entry) {
    switch (entry) {
      case Entry.Reserve reserve -> reserve(reserve);
      case Entry.Dispatch dispatch -> dispatch(dispatch);
      case Entry.Settle settle -> settle(settle);
      case Entry.Voided voided -> voided(voided);
      case Entry.ExpireEstimate expired -> expireEstimate(expired);
      case Entry.Overrun overrun -> out.money("amount_pico", overrun.amount());
      case Entry.Judged judged -> judged(judged);
      case Entry.OutcomeReported outcome -> outcome(outcome);
    }
  }

  void encode(JournalRecord.SegmentOpened opened) {
    int start = out.begin(opened.seq(), RecordType.SEGMENT_OPEN, opened.at());
    out.number("segment", opened.segment());
    out.text("format", JournalRecord.SegmentOpened.FORMAT);
    out.number("version", opened.version());
    out.text("hash", JournalRecord.SegmentOpened.HASH);
    out.text("node", opened.node());
    out.text("previous", opened.previous());
    out.end(start);
  }

  void encode(JournalRecord.SegmentClosed closed) {
    int start = out.begin(closed.seq(), RecordType.SEGMENT_CLOSE, closed.at());
    out.number("segment", closed.segment());
    out.number("records", closed.records());
    out.end(start);
  }

  void encode(JournalRecord.NodeStarted started) {
    int start = out.begin(started.seq(), RecordType.NODE_START, started.at());
    out.text("node", started.node());
    out.number("bytes_cut", started.bytesCut());
    out.end(start);
  }

  private void reserve(Entry.Reserve reserve) {
    out.part(RecordPart.Asked.of(reserve));
    out.money("hold_pico", reserve.hold());
    if (reserve.purpose() != Purpose.SERVE) {
      out.text("purpose", reserve.purpose().key());
    }
    if (!reserve.tactic().equals(Tactic.STRAIGHT.key())) {
      out.text("tactic", reserve.tactic());
    }
    Memo memo = reserve.memo();
    if (memo != null) {
      memo(memo);
    }
    out.accounts(reserve.accounts());
  }

  private void memo(Memo memo) {
    out.beginObject("memo", "reference", memo.reference());
    out.money("reference_pico", memo.referenceCost());
    out.number("loss_ppm", memo.lossPpm());
    out.number("shadow_pico_per_ppm", memo.shadowPicoPerPpm());
    out.number("propensity_ppm", memo.propensityPpm());
    out.endObject();
  }

  private void outcome(Entry.OutcomeReported outcome) {
    out.text("key", outcome.key());
    out.text("policy", outcome.policy());
    out.text("deployment", outcome.deployment());
    out.accounts(outcome.accounts());
    out.flag("success", outcome.success());
    if (outcome.value() != null) {
      out.money("value_pico", outcome.value());
    }
  }

  private void judged(Entry.Judged judged) {
    out.text("key", judged.key());
    out.text("policy", judged.policy());
    out.text("deployment", judged.deployment());
    out.flag("served", judged.served());
    out.text("source", judged.source().key());
    out.number("score_ppm", judged.scorePpm());
    Integer reference = judged.referenceScorePpm();
    if (reference != null) {
      out.number("reference_ppm", reference);
    }
    out.number("propensity_ppm", judged.propensityPpm());
  }

  private void dispatch(Entry.Dispatch dispatch) {
    out.part(RecordPart.Sent.of(dispatch));
    out.usage("estimated_usage", dispatch.estimatedUsage());
    out.money("estimated_pico", dispatch.estimatedCost());
    out.text("reason", dispatch.reason());
  }

  private void settle(Entry.Settle settle) {
    Bill bill = settle.bill();
    out.part(RecordPart.Served.of(settle));
    out.text("provider_request", settle.service().providerRequest());
    out.usage("usage", settle.usage());
    out.text("quality", settle.quality().key());
    out.lines(bill.lines());
    out.money("amount_pico", bill.amount());
    out.part(RecordPart.Priced.of(bill));
    circumstances(bill.circumstances());
    out.number("ttft_ms", settle.ttftMs());
    out.number("total_ms", settle.totalMs());
  }

  private void circumstances(Circumstances circumstances) {
    Picodollars floorCost = circumstances.floorCost();
    if (floorCost != null) {
      out.money("floor_pico", floorCost);
    }
    out.numberUnless(0, "carried", circumstances.carriedTokens());
    out.numberUnless(Circumstances.UNKNOWN, "input_unit_pico", circumstances.inputUnitPico());
    out.numberUnless(0, "reused_pico", circumstances.reused().pico());
  }

  private void voided(Entry.Voided voided) {
    out.number("attempt", voided.attempt());
    out.flag("last", voided.last());
    out.number("status", voided.status());
    out.text("reason", voided.reason());
  }

  private void expireEstimate(Entry.ExpireEstimate expired) {
    out.number("attempt", expired.attempt());
    out.flag("last", expired.last());
    out.usage("usage", expired.usage());
    out.money("amount_pico", expired.amount());
    out.text("reason", expired.reason());
  }
}
