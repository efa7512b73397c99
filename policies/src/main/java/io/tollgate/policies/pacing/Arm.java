package io.tollgate.policies.pacing;

import java.util.Locale;

/** A way to answer, beyond asking one model, that a quality budget allows. */
public enum Arm {
  /** A cheap answer is held back until it has been looked at; else another model answers. */
  VERIFIED,
  /** Two cheap models answer, and theirs is released where they agree; else another answers. */
  AGREEMENT;

  /** The name in policy files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
