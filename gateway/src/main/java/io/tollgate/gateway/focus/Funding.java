package io.tollgate.gateway.focus;

/**
 * Who bears what a price says.
 *
 * @param name the commitment or the pool of owned capacity; empty for the other kinds
 */
record Funding(Kind kind, String name) {

  /** The provider's next invoice. */
  static final Funding INVOICE = new Funding(Kind.INVOICE, "");

  /** How it is borne. */
  enum Kind {
    /** By the provider's next invoice. */
    INVOICE,
    /** By a commitment that was paid before. */
    COMMITMENT,
    /** By capacity of our own. */
    OWNED,
    /** By nobody: it costs nothing. */
    FREE
  }
}
