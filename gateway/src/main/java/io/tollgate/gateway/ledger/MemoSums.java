package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is summed for one {@link MemoKey}: requests that were served under a quality budget and got
 * a whole answer.
 *
 * <p>Not safe for use by several threads.
 */
final class MemoSums implements Sums {

  private long requests;

  /** Requests that another than the reference answered. */
  private long displaced;

  /** Requests without a price here or there. */
  private long unpriced;

  /** The losses that were expected, in millionths, of all requests. */
  private long lossPpm;

  private final PicodollarSum reference = new PicodollarSum();
  private final PicodollarSum spent = new PicodollarSum();

  /**
   * Adds a request; one of which either amount is unknown is in neither sum.
   *
   * @param answeredBy the deployment whose answer the client got
   */
  void add(Memo memo, String answeredBy, @Nullable PicodollarSum cost) {
    requests++;
    if (!answeredBy.equals(memo.reference())) {
      displaced++;
    }
    lossPpm += memo.lossPpm();
    Picodollars referenceCost = memo.referenceCost();
    if (referenceCost == null || cost == null) {
      unpriced++;
    } else {
      reference.add(referenceCost);
      spent.add(cost);
    }
  }

  @Override
  public List<@Nullable Long> columns() {
    List<@Nullable Long> columns = Sums.of(requests, displaced, unpriced, lossPpm);
    Sums.split(columns, reference);
    Sums.split(columns, spent);
    return columns;
  }
}
