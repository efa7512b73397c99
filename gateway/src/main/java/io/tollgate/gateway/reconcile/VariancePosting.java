package io.tollgate.gateway.reconcile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where accepted variances become correction entries of the ledger. */
@FunctionalInterface
public interface VariancePosting {

  /**
   * Posts variances. The same variances posted again are the same entries, not more of them.
   *
   * @param ledger the ledger's directory
   * @return how many correction entries were made
   * @throws IOException if the ledger cannot be written
   */
  int post(Path ledger, List<Variance> variances) throws IOException;
}
