package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns an answer into the chunks of a chat completion. */
final class ChatScript {

  private final ChatVoice voice;
  private final Saying saying;
  private final Answer answer;
  private final UsageStyle style;
  private final Counts counts;
  private final Script script = new Script();

  /** A piece of an answer that one chunk carries: a token, as far as it has one of its own. */
  private record Delta(JsonNode json, @Nullable String token) {}

  ChatScript(ChatVoice voice, Saying saying) {
    this.voice = voice;
    this.saying = saying;
    this.answer = saying.answer();
    this.style = saying.model().usageStyle();
    this.counts = saying.counts();
  }

  List<Step> write() {
    for (long i = 0; i < answer.usage().reasoningTokens() && !voice.reasoningShown(); i++) {
      script.silence();
    }
    for (int i = 0; i < answer.choices().size(); i++) {
      Choice choice = answer.choices().get(i);
      boolean calling = !choice.calls().isEmpty() || choice.refusal() != null;
      ObjectNode delta =
          Trees.object()
              .put("role", "assistant")
              .put("content", calling ? null : "")
              .putNull("refusal");
      script.framing(chunk(i, new Delta(delta, null), null, running()));
    }
    if (saying.fault() == Fault.Oddity.EARLY_USAGE) {
      usage();
    }
    content();
    for (int i = 0; i < answer.choices().size() && !saying.endless(); i++) {
      finish(i, i == answer.choices().size() - 1);
    }
    if (saying.fault() != Fault.Oddity.EARLY_USAGE) {
      usage();
    }
    script.framing(Buffer.buffer("data: [DONE]\n\n"));
    return script.steps();
  }

  private void usage() {
    if (voice.includeUsage() && !style.onFinishChunk() && !counts.missing()) {
      ObjectNode chunk = voice.envelope(saying, "chat.completion.chunk");
      chunk.putArray("choices");
      chunk.set("usage", ChatUsage.of(style, counts));
      script.usage(Sse.data(chunk), counts.truthful());
    }
  }

  /** The tokens of several choices take turns, as they do when they are decoded side by side. */
  private void content() {
    List<List<Delta>> deltas = answer.choices().stream().map(this::deltas).toList();
    int longest = deltas.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (int choice = 0; choice < deltas.size(); choice++) {
        if (i < deltas.get(choice).size()) {
          long produced = script.produced() + 1;
          script.content(chunk(choice, deltas.get(choice).get(i), null, running(produced)));
        }
      }
    }
  }

  private List<Delta> deltas(Choice choice) {
    List<Delta> deltas = new ArrayList<>();
    if (voice.reasoningShown()) {
      choice
          .thoughts()
          .forEach(thought ->
              deltas.add(new Delta(Trees.object().put("reasoning_content", thought), null)));
    }
    for (String token : choice.tokens()) {
      deltas.add(new Delta(Trees.object().put("content", token), token));
    }
    for (int i = 0; i < choice.calls().size(); i++) {
      Call call = choice.calls().get(i);
      deltas.add(
          call(
              i,
              node -> {
                node.put("id", ChatWords.id(call)).put("type", "function");
                node.putObject("function").put("name", call.name()).put("arguments", "");
              }));
      for (String token : call.argumentTokens()) {
        deltas.add(call(i, node -> node.putObject("function").put("arguments", token)));
      }
    }
    return deltas;
  }

  private static Delta call(int index, Consumer<ObjectNode> content) {
    ObjectNode delta = Trees.object();
    content.accept(delta.putArray("tool_calls").addObject().put("index", index));
    return new Delta(delta, null);
  }

  private void finish(int index, boolean last) {
    Choice choice = answer.choices().get(index);
    ObjectNode delta = Trees.object();
    if (choice.refusal() != null) {
      ObjectNode refusal = Trees.object().put("refusal", choice.refusal());
      script.framing(chunk(index, new Delta(refusal, null), null, running()));
    }
    if (!choice.citations().isEmpty()) {
      delta.set("annotations", ChatWords.annotations(choice));
    }
    boolean usage = last && style.onFinishChunk() && !counts.missing();
    JsonNode stated = usage ? ChatUsage.of(style, counts) : running();
    Buffer event = chunk(index, new Delta(delta, null), ChatWords.finish(choice.finish()), stated);
    script.usage(event, usage && counts.truthful());
  }

  private @Nullable JsonNode running() {
    return running(script.produced());
  }

  private @Nullable JsonNode running(long produced) {
    if (!voice.includeUsage() || counts.missing()) {
      return null;
    }
    return style == UsageStyle.VLLM_CONTINUOUS
        ? ChatUsage.of(style, new Counts(answer.usage().afterOutput(produced), saying.fault()))
        : Trees.NODES.nullNode();
  }

  private Buffer chunk(int index, Delta delta, @Nullable String finish, @Nullable JsonNode usage) {
    ObjectNode chunk = voice.envelope(saying, "chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
    choice.set("delta", delta.json());
    if (delta.token() == null) {
      choice.putNull("logprobs");
    } else {
      voice.logprobs(choice, List.of(delta.token()));
    }
    choice.put("finish_reason", finish);
    if (usage != null) {
      chunk.set("usage", usage);
    }
    return Sse.data(chunk);
  }
}
