package io.tollgate.gateway.exchange;

import io.tollgate.adapters.dialect.ClientError;

/** Whether an exchange has begun; where not, the request and its ticket are still the caller's. */
public sealed interface Beginning {

  /** It has. */
  record Begun() implements Beginning {}

  /**
   * Nothing in the plan takes requests at the moment.
   *
   * @param shortageMs milliseconds until it fits into what is left of the rates of a provider's
   *     accounts; 0 where that is not the reason
   */
  record NothingTakes(long shortageMs) implements Beginning {}

  /** No deployment of the plan can be told what the request says. */
  record Untranslatable(ClientError error) implements Beginning {}
}
