package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Choice;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer as an OpenAI chat completion.
 *
 * @param includeUsage whether a stream is to end with usage
 * @param topLogprobs how many rivals of each token to name; -1 for no probabilities at all
 * @param tier the service tier that was asked for, or {@code null}
 * @param reasoningShown whether reasoning is shown, as DeepSeek does
 */
record ChatVoice(
    boolean includeUsage, int topLogprobs, @Nullable String tier, boolean reasoningShown)
    implements Voice {

  static String id(Answer answer) {
    return "chatcmpl-" + answer.number();
  }

  @Override
  public Buffer plain(Saying saying) {
    ObjectNode completion = envelope(saying, "chat.completion");
    ArrayNode choices = completion.putArray("choices");
    for (int i = 0; i < saying.answer().choices().size(); i++) {
      Choice choice = saying.answer().choices().get(i);
      ObjectNode node = choices.addObject().put("index", i);
      node.set("message", message(choice));
      logprobs(node, choice.tokens());
      node.put("finish_reason", saying.endless() ? null : ChatWords.finish(choice.finish()));
    }
    Counts counts = saying.counts();
    if (!counts.missing()) {
      completion.set("usage", ChatUsage.of(saying.model().usageStyle(), counts));
    }
    return Trees.bytes(completion);
  }

  private ObjectNode message(Choice choice) {
    ObjectNode message = Trees.object().put("role", "assistant");
    if (reasoningShown && !choice.thoughts().isEmpty()) {
      message.put("reasoning_content", choice.thought());
    }
    if (!choice.calls().isEmpty()) {
      message.putNull("content").set("tool_calls", ChatWords.calls(choice));
    } else if (choice.refusal() != null) {
      message.putNull("content");
    } else {
      message.put("content", choice.text());
    }
    message.put("refusal", choice.refusal());
    if (!choice.citations().isEmpty()) {
      message.set("annotations", ChatWords.annotations(choice));
    }
    return message;
  }

  void logprobs(ObjectNode choice, List<String> tokens) {
    if (topLogprobs < 0) {
      choice.putNull("logprobs");
    } else {
      choice.set("logprobs", ChatWords.logprobs(tokens, topLogprobs));
    }
  }

  ObjectNode envelope(Saying saying, String object) {
    ObjectNode envelope =
        Trees.object()
            .put("id", id(saying.answer()))
            .put("object", object)
            .put("created", saying.createdSeconds())
            .put("model", saying.model().name())
            .put("system_fingerprint", "fp_simulated");
    if (tier != null) {
      envelope.put("service_tier", tier.equals("auto") ? "default" : tier);
    }
    return envelope;
  }

  @Override
  public List<Step> stream(Saying saying) {
    return new ChatScript(this, saying).write();
  }
}
