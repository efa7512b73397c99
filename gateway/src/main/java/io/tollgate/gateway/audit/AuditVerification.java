package io.tollgate.gateway.audit;

/**
 * What checking an audit log came to.
 *
 * @param lines how many are sound, from the first
 * @param lastHash the hash of the last of them: who noted it elsewhere notices if lines at the end
 *     are taken away
 * @param problem what is wrong with the line after them; empty where nothing is
 */
public record AuditVerification(long lines, String lastHash, String problem) {

  /** Whether nothing was found wrong. */
  public boolean isSound() {
    return problem.isEmpty();
  }
}
