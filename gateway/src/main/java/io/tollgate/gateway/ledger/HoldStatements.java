package io.tollgate.gateway.ledger;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rows of holds. Where a node has the store for itself they are those that are open:
 * of one that is resolved in the batch that opened it, as most are, there is none. Where nodes
 * share it each has its row, put in at once as it is at the end of the batch.
 *
 * <p>Not safe for use by several threads.
 */
final class HoldStatements {

  /** A hold of this batch. */
  private static final class Opened {
    private final long seq;
    private final Entry.Reserve reserve;
    private @Nullable Long resolvedSeq;

    Opened(long seq, Entry.Reserve reserve) {
      this.seq = seq;
      this.reserve = reserve;
    }
  }

  private final StoreDialect dialect;
  private final PreparedStatement hold;
  private final PreparedStatement resolved;

  /** By the number of their record. */
  private final LongObjectMap<Opened> opened = new LongObjectHashMap<>();

  HoldStatements(Connection connection, StoreDialect dialect) throws SQLException {
    this.dialect = dialect;
    hold =
        connection.prepareStatement(
            dialect.insertOfDay(
                "hold",
                "seq, request, key, policy, rule, requested_model, stream, amount_p, opened_ms,"
                    + " purpose, tactic, reference, reference_p, loss_ppm, shadow_p,"
                    + " propensity_ppm, accounts, resolved_seq"));
    resolved =
        connection.prepareStatement(
            dialect.isShared()
                ? "UPDATE hold SET resolved_seq = ? WHERE seq = ?" + dialect.andOwnOfDay()
                : "DELETE FROM hold WHERE seq = ?");
  }

  /** What is collected, in the order in which it is to be executed. */
  List<PreparedStatement> statements() {
    return List.of(hold, resolved);
  }

  void add(long seq, Entry.Reserve reserve) {
    opened.put(seq, new Opened(seq, reserve));
  }

  void resolve(long seq, OpenRequest request) throws SQLException {
    if (!dialect.isShared()) {
      if (opened.remove(request.seq()) == null) {
        resolved.setLong(1, request.seq());
        resolved.addBatch();
      }
      return;
    }
    Opened own = opened.get(request.seq());
    if (own != null) {
      own.resolvedSeq = seq;
      return;
    }
    resolved.setLong(1, seq);
    resolved.setLong(2, request.seq());
    dialect.setDay(resolved, 3, request.reservedAt());
    resolved.addBatch();
  }

  /** Makes the rows of the holds that the batch opened, now that it is at its end. */
  void finish() throws SQLException {
    List<Opened> rows = new ArrayList<>(opened.values());
    rows.sort(Comparator.comparingLong(own -> own.seq));
    for (Opened own : rows) {
      insert(own);
    }
    opened.clear();
  }

  private void insert(Opened own) throws SQLException {
    Entry.Reserve reserve = own.reserve;
    hold.setLong(1, own.seq);
    Columns.set(hold, 2, reserve.request());
    Columns.set(hold, 3, reserve.key());
    Columns.set(hold, 4, reserve.policy());
    Columns.set(hold, 5, reserve.rule());
    Columns.set(hold, 6, reserve.requestedModel());
    hold.setInt(7, reserve.stream() ? 1 : 0);
    Columns.set(hold, 8, reserve.hold());
    hold.setLong(9, reserve.at().toEpochMilli());
    hold.setString(10, reserve.purpose().key());
    Columns.set(hold, 11, reserve.tactic());
    Memo memo = reserve.memo();
    Columns.set(hold, 12, memo == null ? null : memo.reference());
    Columns.set(hold, 13, memo == null ? null : memo.referenceCost());
    Columns.set(hold, 14, memo == null ? null : Long.valueOf(memo.lossPpm()));
    Columns.set(hold, 15, memo == null ? null : Long.valueOf(memo.shadowPicoPerPpm()));
    Columns.set(hold, 16, memo == null ? null : Long.valueOf(memo.propensityPpm()));
    Columns.set(hold, 17, AccountNames.join(reserve.accounts()));
    Columns.set(hold, 18, own.resolvedSeq);
    dialect.setDay(hold, 19, reserve.at());
    hold.addBatch();
  }
}
