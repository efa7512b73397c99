package io.tollgate.gateway.ledger;

/**
 * The dimensions by which judgements are summed.
 *
 * @param hour the UTC hour of the judgement
 * @param deployment what was judged
 */
record JudgedKey(
    String hour, String key, String policy, String deployment, String provider, String source) {

  static JudgedKey of(Entry.Judged judged) {
    return new JudgedKey(
        RollupKey.hour(judged.at()),
        judged.key(),
        judged.policy(),
        judged.deployment(),
        RollupKey.provider(judged.deployment()),
        judged.source().key());
  }
}
