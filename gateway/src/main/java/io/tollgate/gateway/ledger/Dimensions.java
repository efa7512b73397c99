package io.tollgate.gateway.ledger;

/**
 * What lines of bills are summed by, numbered.
 *
 * @param payers for whom they are
 * @param skus what they are of
 */
record Dimensions(Numbering<Payer> payers, Numbering<Sku> skus) {

  Dimensions() {
    this(new Numbering<>(), new Numbering<>());
  }
}
