package io.tollgate.policies.catalog;

/** The three kinds of model between which Tollgate chooses. */
public enum ModelClass {
  /** A closed model behind a vendor's API: dear and strong. */
  FRONTIER("frontier"),
  /**
   * A mixture-of-experts model with open weights, sold by several hosts: nearly as good, for a
   * tenth.
   */
  OPEN_MOE("open-moe"),
  /** A model on hardware of one's own: often good enough. */
  LOCAL("local");

  private final String key;

  ModelClass(String key) {
    this.key = key;
  }

  /** The name in files, metrics and the ledger. */
  public String key() {
    return key;
  }
}
