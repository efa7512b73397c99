package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.dialect.Losses;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes how tokens are drawn and when to stop. */
final class SamplingWriter {

  /** Thinking takes no smaller share of the likeliest tokens. */
  private static final BigDecimal LEAST_THINKING_TOP_P = new BigDecimal("0.95");

  private final Sampling sampling;
  private final Losses losses;
  private final boolean own;

  SamplingWriter(Sampling sampling, Losses losses, boolean own) {
    this.sampling = sampling;
    this.losses = losses;
    this.own = own;
  }

  /**
   * Writes what can be written.
   *
   * @param taken whether the model and the provider take temperature and its kind
   * @param thinking whether it thinks with a budget
   * @param both whether temperature and top_p may be set together
   */
  void writeTo(ObjectNode body, boolean taken, boolean thinking, boolean both) {
    if (own) {
      writeAsSaid(body, taken);
    } else {
      writeBest(body, taken, thinking, both);
    }
    writeStop(body);
    noteLosses();
  }

  private void writeAsSaid(ObjectNode body, boolean taken) {
    if (!taken) {
      lose(sampling.temperature(), "temperature", "the provider takes none");
      lose(sampling.topP(), "top_p", "the provider takes none");
      lose(sampling.topK(), "top_k", "the provider takes none");
      return;
    }
    if (sampling.temperature() != null) {
      body.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      body.put("top_p", sampling.topP());
    }
    if (sampling.topK() != null) {
      body.put("top_k", sampling.topK());
    }
  }

  /** Values that say what is so anyway are left out, as newer versions refuse even them. */
  private void writeBest(ObjectNode body, boolean taken, boolean thinking, boolean both) {
    BigDecimal temperature = unlessOne(sampling.temperature());
    BigDecimal topP = unlessOne(sampling.topP());
    String why = taken ? "thinking rules it out" : "the model takes none";
    if (temperature != null && (!taken || thinking)) {
      losses.hint("temperature", why);
      temperature = null;
    }
    if (topP != null && (!taken || (thinking && topP.compareTo(LEAST_THINKING_TOP_P) < 0))) {
      losses.hint("top_p", why);
      topP = null;
    }
    if (temperature != null && topP != null && !both) {
      losses.hint("top_p", "the model takes it or temperature");
      topP = null;
    }
    if (temperature != null) {
      if (temperature.compareTo(BigDecimal.ONE) > 0) {
        losses.hint("temperature", "Anthropic takes 0 to 1");
        temperature = BigDecimal.ONE;
      }
      body.put("temperature", temperature);
    }
    if (topP != null) {
      body.put("top_p", topP);
    }
    if (sampling.topK() != null) {
      if (taken && !thinking) {
        body.put("top_k", sampling.topK());
      } else {
        losses.hint("top_k", why);
      }
    }
  }

  private static @Nullable BigDecimal unlessOne(@Nullable BigDecimal value) {
    return value == null || value.compareTo(BigDecimal.ONE) == 0 ? null : value;
  }

  private void writeStop(ObjectNode body) {
    List<String> stop = sampling.stop();
    ArrayNode written = JsonNodeFactory.instance.arrayNode();
    for (String text : stop) {
      if (own || !text.isBlank()) {
        written.add(text);
      } else {
        losses.meaning("stop", "Anthropic stops at no white space");
      }
    }
    if (!written.isEmpty()) {
      body.set("stop_sequences", written);
    }
  }

  private void noteLosses() {
    if (sampling.choices() != null && sampling.choices() > 1) {
      losses.meaning("n", "Anthropic gives one answer");
    }
    if (Boolean.TRUE.equals(sampling.logprobs()) || sampling.topLogprobs() != null) {
      losses.meaning("logprobs", "Anthropic has none");
    }
    loseUnlessZero(sampling.presencePenalty(), "presence_penalty");
    loseUnlessZero(sampling.frequencyPenalty(), "frequency_penalty");
    if (!sampling.logitBias().isEmpty()) {
      losses.meaning("logit_bias", "Anthropic has none");
    }
    lose(sampling.seed(), "seed", "Anthropic has none");
  }

  private void loseUnlessZero(@Nullable BigDecimal penalty, String name) {
    if (penalty != null && penalty.signum() != 0) {
      losses.meaning(name, "Anthropic has none");
    }
  }

  private void lose(@Nullable Object value, String name, String reason) {
    if (value != null) {
      losses.hint(name, reason);
    }
  }
}
