package io.tollgate.adapters.conversation;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are drawn, how many, and when to stop; every member is {@code null} or empty where the
 * client did not say. Numbers are as written, so that nothing is rounded on the way.
 *
 * @param maxOutputTokens the limit on output tokens
 * @param temperature OpenAI's and Gemini's 0 to 2, Anthropic's 0 to 1
 * @param topP nucleus
 * @param topK the k most likely tokens
 * @param presencePenalty OpenAI's -2 to 2
 * @param frequencyPenalty OpenAI's -2 to 2
 * @param seed for answers that repeat
 * @param stop texts at which the answer ends
 * @param choices answers wanted ({@code n}); {@code null} unsaid
 * @param logprobs whether log probabilities are wanted
 * @param topLogprobs how many alternatives of each token
 * @param logitBias bias by token id; of one tokeniser only
 */
public record Sampling(
    @Nullable Long maxOutputTokens,
    @Nullable BigDecimal temperature,
    @Nullable BigDecimal topP,
    @Nullable Long topK,
    @Nullable BigDecimal presencePenalty,
    @Nullable BigDecimal frequencyPenalty,
    @Nullable Long seed,
    List<String> stop,
    @Nullable Integer choices,
    @Nullable Boolean logprobs,
    @Nullable Integer topLogprobs,
    Map<String, BigDecimal> logitBias) {

  /** Nothing said. */
  public static final Sampling UNSAID =
      new Sampling(null, null, null, null, null, null, null, List.of(), null, null, null, Map.of());

  public Sampling {
    stop = List.copyOf(stop);
    logitBias = Collections.unmodifiableMap(new LinkedHashMap<>(logitBias));
  }
}
