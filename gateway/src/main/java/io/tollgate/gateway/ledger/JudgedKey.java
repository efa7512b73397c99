package io.tollgate.gateway.ledger;

import java.util.List;

/**
 * The dimensions by which judgements are summed.
 *
 * @param hour the UTC hour of the judgement
 * @param deployment what was judged
 */
record JudgedKey(
    String hour, String key, String policy, String deployment, String provider, String source)
    implements SumKey {

  @Override
  public List<Object> columns() {
    return List.of(hour, key, policy, deployment, provider, source);
  }

  static JudgedKey of(Entry.Judged judged) {
    return new JudgedKey(
        HourKey.hour(judged.at()),
        judged.key(),
        judged.policy(),
        judged.deployment(),
        HourKey.provider(judged.deployment()),
        judged.source().key());
  }
}
