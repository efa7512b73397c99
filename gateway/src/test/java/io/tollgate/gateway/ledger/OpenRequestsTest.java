package io.tollgate.gateway.ledger;

import static io.tollgate.gateway.ledger.Samples.dispatch;
import static io.tollgate.gateway.ledger.Samples.expire;
import static io.tollgate.gateway.ledger.Samples.judged;
import static io.tollgate.gateway.ledger.Samples.overrun;
import static io.tollgate.gateway.ledger.Samples.reserve;
import static io.tollgate.gateway.ledger.Samples.settle;
import static io.tollgate.gateway.ledger.Samples.settleUnpriced;
import static io.tollgate.gateway.ledger.Samples.voided;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenRequestsTest {

  private final OpenRequests open = new OpenRequests();

  private void accepts(Entry... entries) {
    assertThat(open.applyAll(List.of(entries))).isNull();
  }

  private void refuses(String reason, Entry... entries) {
    List<OpenRequest> before = open.all();
    assertThat(open.applyAll(List.of(entries))).contains(reason);
    assertThat(open.all()).isEqualTo(before);
  }

  @Test
  void a_history_with_every_type_is_legal_and_leaves_nothing_open() {
    accepts(Samples.everyType().toArray(new Entry[0]));
    assertThat(open.all()).isEmpty();
  }

  @Test
  void nothing_happens_to_a_request_without_a_hold() {
    refuses("not open", dispatch("r", 1));
    refuses("not open", settle("r", 1, true));
    refuses("not open", voided("r", 0, true));
    refuses("not open", overrun("r"));
    accepts(reserve("r"), voided("r", 0, true));
    refuses("not open", voided("r", 0, true));
  }

  @Test
  void a_request_may_be_judged_before_it_is_known_while_it_runs_and_after_its_end() {
    accepts(judged("r"));
    accepts(reserve("r"), judged("r"), dispatch("r", 1));
    List<Entry> own = List.of(judged("r"));
    accepts(own.getFirst());
    assertThat(open.endsOf(own, Samples.NOON)).as("nothing of it has to end").isEmpty();
    accepts(settle("r", 1, true), judged("r"), judged("r"));
    assertThat(open.all()).isEmpty();
  }

  @Test
  void a_request_knows_its_accounts_and_when_it_was_reserved_to_the_last_entry() {
    Instant at = Samples.NOON.plusNanos(123_456_789);
    accepts(Samples.charged(reserve("r"), at, Samples.ACCOUNTS));
    for (Entry.Monetary entry :
        List.of(dispatch("r", 1), settle("r", 1, false), dispatch("r", 2), expire("r", 2, true))) {
      OpenRequest after = open.apply(7, entry);
      assertThat(after.accounts()).isEqualTo(Samples.ACCOUNTS);
      assertThat(after.reservedAt()).isEqualTo(Samples.NOON.plusMillis(123));
    }
  }

  @Test
  void a_request_is_opened_once() {
    accepts(reserve("r"));
    refuses("already open", reserve("r"));
  }

  @Test
  void attempts_are_numbered_one_after_the_other() {
    accepts(reserve("r"));
    refuses("expected: 1", dispatch("r", 2));
    refuses("expected: 1", dispatch("r", 0));
    accepts(dispatch("r", 1));
    refuses("expected: 2", dispatch("r", 1));
  }

  @Test
  void an_attempt_ends_once() {
    accepts(reserve("r"), dispatch("r", 1), settle("r", 1, false));
    refuses("already ended", settle("r", 1, true));
    refuses("already ended", expire("r", 1, true));
    refuses("already ended", voided("r", 1, true));
    refuses("not dispatched", settle("r", 2, true));
  }

  @Test
  void the_last_end_is_that_of_the_last_attempt_under_way() {
    accepts(reserve("r"), dispatch("r", 1), dispatch("r", 2));
    refuses("another attempt is under way", settle("r", 2, true));
    refuses("under way", voided("r", 0, true));
    refuses("must be the last", voided("r", 0, false));
    accepts(settle("r", 2, false), voided("r", 1, true));
    assertThat(open.all()).isEmpty();
  }

  @Test
  void a_group_is_accepted_whole_or_not_at_all() {
    accepts(reserve("r"));
    refuses("expected: 2", dispatch("r", 1), dispatch("r", 1));
    accepts(dispatch("r", 1));
    refuses("already open", settle("r", 1, true), reserve("s"), reserve("s"));
    accepts(settle("r", 1, true));
  }

  private static Entry.Settle bill(Picodollars amount, List<RatedLine> lines) {
    Entry.Settle settle = settle("r", 1, true);
    return new Entry.Settle(
        settle.at(),
        "r",
        1,
        true,
        settle.outcome(),
        200,
        null,
        null,
        settle.usage(),
        settle.quality(),
        lines,
        amount,
        "p",
        0,
        0);
  }

  @Test
  void a_bill_is_the_sum_of_its_lines_and_each_line_is_its_product() {
    accepts(reserve("r"), dispatch("r", 1));
    RatedLine good = RatedLine.of(Meter.IN_UNCACHED, 100, 20, Ratio.ONE);
    RatedLine wrong =
        new RatedLine(
            Meter.IN_UNCACHED,
            100,
            20,
            new Ratio(3, 2),
            new Ratio(3, 2),
            new Picodollars(3_000),
            new Picodollars(2_000));
    refuses("sum of its lines 2000", bill(new Picodollars(2_001), List.of(good)));
    refuses("sum of its lines 0", bill(new Picodollars(1), List.of()));
    refuses("expected: 3000", bill(new Picodollars(2_000), List.of(wrong)));
    accepts(bill(new Picodollars(2_000), List.of(good)));
  }

  @Test
  void what_has_no_price_has_no_lines() {
    accepts(reserve("r", null), dispatch("r", 1, "new/unpriced", null));
    Entry.Settle settle = settle("r", 1, true);
    refuses(
        "no amount",
        new Entry.Settle(
            settle.at(),
            "r",
            1,
            true,
            settle.outcome(),
            200,
            null,
            null,
            settle.usage(),
            settle.quality(),
            settle.lines(),
            null,
            "p",
            0,
            0));
    accepts(settleUnpriced("r", 1, true));
  }

  @Test
  void amounts_are_not_negative() {
    refuses("negative", reserve("r", new Picodollars(-1)));
    Memo memo = new Memo("a/b", new Picodollars(-1), 0, 0, 1);
    refuses("negative", reserve("r", Purpose.SERVE, "straight", memo));
    accepts(reserve("r"));
    refuses("negative", dispatch("r", 1, "a/b", new Picodollars(-1)));
    refuses("more than 0", new Entry.Overrun(Samples.NOON, "r", Picodollars.ZERO));
  }

  @Test
  void what_was_not_committed_is_rolled_back_to_the_last_commit() {
    OpenRequests requests = new OpenRequests();
    requests.applyAll(List.of(Samples.reserve("a"), Samples.dispatch("a", 1)));
    requests.commit();
    List<OpenRequest> before = requests.all();
    requests.applyAll(List.of(Samples.settle("a", 1, true)));
    requests.applyAll(List.of(Samples.reserve("b"), Samples.dispatch("b", 1)));
    assertThat(requests.applyAll(List.of(Samples.reserve("b")))).contains("already open");

    requests.rollBack();

    assertThat(requests.all()).isEqualTo(before);
  }

  @Test
  void a_request_that_the_disk_let_down_is_void_where_unsent_and_estimated_where_sent() {
    OpenRequests requests = new OpenRequests();
    List<Entry> begun = List.of(Samples.reserve("r"), Samples.dispatch("r", 1));
    List<Entry> hedge = List.of(Samples.dispatch("r", 2));
    requests.applyAll(begun);
    assertThat(requests.endsOf(begun, Samples.NOON))
        .singleElement()
        .isInstanceOfSatisfying(Entry.Voided.class, it -> assertThat(it.last()).isTrue());

    requests.applyAll(hedge);
    List<Entry> ends = requests.endsOf(hedge, Samples.NOON);

    assertThat(ends).hasExactlyElementsOfTypes(Entry.ExpireEstimate.class, Entry.Voided.class);
    assertThat(requests.applyAll(ends)).isNull();
    assertThat(requests.all()).isEmpty();
    assertThat(requests.endsOf(hedge, Samples.NOON)).as("there is nothing left").isEmpty();
  }
}
