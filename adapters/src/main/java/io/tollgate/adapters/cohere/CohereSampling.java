package io.tollgate.adapters.cohere;

import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.dialect.LeftOut;
import io.tollgate.adapters.dialect.Losses;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes how tokens are drawn in Cohere's words, and within its narrower ranges. */
final class CohereSampling {

  private static final String NONE = "Cohere has none";
  private static final BigDecimal MAX_P = new BigDecimal("0.99");
  private static final BigDecimal MIN_P = new BigDecimal("0.01");
  private static final int MAX_K = 500;
  private static final int MAX_STOPS = 5;

  private final ObjectNode body;
  private final Losses losses;

  CohereSampling(ObjectNode body, Losses losses) {
    this.body = body;
    this.losses = losses;
  }

  void write(Sampling sampling) {
    if (sampling.maxOutputTokens() != null) {
      body.put("max_tokens", sampling.maxOutputTokens());
    }
    if (sampling.temperature() != null) {
      body.put("temperature", sampling.temperature());
    }
    BigDecimal p = sampling.topP();
    if (p != null) {
      body.put("p", p.max(MIN_P).min(MAX_P));
      if (p.compareTo(MIN_P) < 0 || (p.compareTo(MAX_P) > 0 && p.compareTo(BigDecimal.ONE) < 0)) {
        losses.hint("top_p", "Cohere has 0.01 to 0.99");
      }
    }
    if (sampling.topK() != null) {
      body.put("k", Math.min(MAX_K, sampling.topK()));
      if (sampling.topK() > MAX_K) {
        losses.hint("top_k", "Cohere has up to 500");
      }
    }
    if (sampling.seed() != null) {
      body.put("seed", sampling.seed());
    }
    penalty("frequency_penalty", sampling.frequencyPenalty());
    penalty("presence_penalty", sampling.presencePenalty());
    stops(sampling.stop());
    if (Boolean.TRUE.equals(sampling.logprobs())) {
      body.put("logprobs", true);
      if (sampling.topLogprobs() != null && sampling.topLogprobs() > 0) {
        losses.meaning("top_logprobs", NONE);
      }
    }
    LeftOut.choices(sampling, losses, NONE);
  }

  private void penalty(String name, @Nullable BigDecimal penalty) {
    if (penalty == null) {
      return;
    }
    BigDecimal within = penalty.max(BigDecimal.ZERO).min(BigDecimal.ONE);
    if (within.compareTo(penalty) != 0) {
      losses.meaning(name, "Cohere has 0 to 1");
    }
    body.put(name, within);
  }

  private void stops(List<String> stops) {
    if (stops.isEmpty()) {
      return;
    }
    if (stops.size() > MAX_STOPS) {
      losses.meaning("stop", "Cohere takes 5");
    }
    ArrayNode written = body.putArray("stop_sequences");
    stops.stream().limit(MAX_STOPS).forEach(written::add);
  }
}
