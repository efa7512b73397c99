package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.audit.JournalTally;
import io.tollgate.bench.audit.Seen;
import io.tollgate.bench.audit.Sighting;
import io.tollgate.gateway.ledger.AttemptRow;
import java.util.List;

/**
 * How much a kill test has seen, so that it cannot pass by doing nothing.
 *
 * @param orders requests that clients had a connection for
 * @param complete whole answers
 * @param fallbacks whole answers that took more than one attempt
 * @param failed errors that were told
 * @param left answers that clients left
 * @param indeterminate requests of which the client learnt no end
 * @param livesWithAnswers lives that gave a whole answer
 * @param livesCutShort lives whose end left a client in doubt
 * @param attempts attempts in the ledger
 * @param expired attempts of these booked at their estimate by a recovery
 * @param startsCut starts that were killed before they wrote an entry
 * @param bytesCut bytes of torn records that starts cut off
 */
record KillFigures(
    long orders,
    long complete,
    long fallbacks,
    long failed,
    long left,
    long indeterminate,
    long livesWithAnswers,
    long livesCutShort,
    long attempts,
    long expired,
    long startsCut,
    long bytesCut) {

  static KillFigures of(List<Seen> seen, List<AttemptRow> rows, JournalTally journal) {
    return new KillFigures(
        seen.stream().filter(one -> !(one.sighting() instanceof Sighting.Unsent)).count(),
        count(seen, Sighting.Complete.class),
        seen.stream()
            .filter(
                one -> one.sighting() instanceof Sighting.Complete answer && answer.attempts() > 1)
            .count(),
        count(seen, Sighting.Failed.class),
        count(seen, Sighting.Left.class),
        count(seen, Sighting.Indeterminate.class),
        lives(seen, Sighting.Complete.class),
        lives(seen, Sighting.Indeterminate.class),
        rows.size(),
        rows.stream().filter(row -> row.state().equals("EXPIRE_ESTIMATE")).count(),
        journal.startsCutShort(),
        journal.bytesCut());
  }

  private static long count(List<Seen> seen, Class<? extends Sighting> kind) {
    return seen.stream().filter(one -> kind.isInstance(one.sighting())).count();
  }

  private static long lives(List<Seen> seen, Class<? extends Sighting> kind) {
    return seen.stream()
        .filter(one -> kind.isInstance(one.sighting()))
        .mapToInt(Seen::life)
        .distinct()
        .count();
  }

  /**
   * The bars lie well below what a slow machine reaches (a fifth of it where many share two
   * processors) and well above what a load that does nothing would.
   */
  void requireEnough(int kills, int senders) {
    assertThat(complete).as("complete answers").isGreaterThan(3L * kills);
    assertThat(livesWithAnswers).as("lives with answers").isGreaterThan(kills / 4);
    assertThat(livesCutShort).as("lives cut short").isGreaterThan(kills / 2);
    assertThat(indeterminate).as("indeterminate").isGreaterThan(2L * kills);
    assertThat(fallbacks).as("fallbacks").isGreaterThan(kills / 2);
    assertThat(failed).as("failed").isGreaterThan(kills / 2);
    assertThat(left).as("left").isGreaterThan(kills / 4);
    // At least what most kills leave, at most what was under way: an estimate is the exception.
    assertThat(expired).as("expired").isBetween((long) kills, (long) kills * senders);
  }

  @Override
  public String toString() {
    return ("%d requests: %d complete (%d by fallback), %d failed, %d left, %d indeterminate; %d"
            + " attempts, %d expired at their estimate; %d starts killed before their first"
            + " entry, %d torn bytes")
        .formatted(
            orders,
            complete,
            fallbacks,
            failed,
            left,
            indeterminate,
            attempts,
            expired,
            startsCut,
            bytesCut);
  }
}
