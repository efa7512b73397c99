package io.tollgate.gateway.ledger;

/** A record of the journal that cannot be accepted. */
final class JournalDamage extends Exception {

  private static final long serialVersionUID = 1L;

  /** How far the damage goes. */
  enum Extent {
    /** The bytes are not what was hashed: perhaps a write that was cut short. */
    BYTES,
    /** The bytes are what was hashed, but they do not say what they should. */
    CONTENT
  }

  private final transient BadRecord bad;
  private final Extent extent;

  JournalDamage(BadRecord bad, Extent extent) {
    super(bad.sentence());
    this.bad = bad;
    this.extent = extent;
  }

  BadRecord bad() {
    return bad;
  }

  Extent extent() {
    return extent;
  }
}
