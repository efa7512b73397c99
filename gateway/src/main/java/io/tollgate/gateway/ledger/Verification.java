package io.tollgate.gateway.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LedgerVerifier} found.
 *
 * @param segments segments walked
 * @param records good records, up to the first bad one
 * @param bytes bytes of good records
 * @param lastHash the hash of the last good record: noted elsewhere, it proves later that nothing
 *     before it was changed
 * @param requestsOpen requests whose hold is open at the end
 * @param bytesPending bytes after the last whole record: one being written, or a torn tail that the
 *     next start cuts
 * @param bad the first bad record, {@code null} where there is none
 * @param storeSeq the record up to which the store was compared, 0 where there was nothing to
 *     compare
 * @param storeProblems how the store differs from the journal, as sentences; empty where it does
 *     not
 */
public record Verification(
    int segments,
    long records,
    long bytes,
    String lastHash,
    int requestsOpen,
    int bytesPending,
    @Nullable BadRecord bad,
    long storeSeq,
    List<String> storeProblems) {

  public Verification {
    storeProblems = List.copyOf(storeProblems);
  }

  /** Whether journal and store are as they should be. */
  public boolean isSound() {
    return bad == null && storeProblems.isEmpty();
  }
}
