package io.tollgate.gateway.http;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Policy;

/** Anthropic's message threads, of which later requests carry only what is new. */
final class MessageThreads {

  private MessageThreads() {}

  /** Whether a thread stays where it is kept: with the one provider that the client named. */
  static boolean canBeKept(Decision decision, Upstreams upstreams) {
    Deployment deployment = decision.first().deployment();
    return decision.plan().size() == 1
        && decision.policy().equals(Policy.DIRECT)
        && upstreams.dialects(deployment).stream()
            .anyMatch(dialect -> dialect.name().equals(AnthropicClient.NAME));
  }
}
