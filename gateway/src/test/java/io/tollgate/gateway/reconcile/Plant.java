package io.tollgate.gateway.reconcile;

/** An error that a simulated month has. */
enum Plant {
  WRONG_PRICE(Bucket.PRICE),
  MISSING_DAY(Bucket.MISSING_IN_INVOICE),
  BYPASS(Bucket.BYPASS),
  CENTS(Bucket.ROUNDING),
  EARLIER_DAYS(Bucket.DAY_CUT),
  LATER_DAYS(Bucket.DAY_CUT),
  ESTIMATES(Bucket.ESTIMATED_USAGE),
  CREDIT(Bucket.CREDITS),
  TAX(Bucket.TAX),
  UNPRICED_MODEL(Bucket.UNPRICED);

  private final Bucket bucket;

  Plant(Bucket bucket) {
    this.bucket = bucket;
  }

  /** The bucket that it has to land in. */
  Bucket bucket() {
    return bucket;
  }
}
