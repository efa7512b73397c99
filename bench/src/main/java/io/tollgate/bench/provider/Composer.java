package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.tollgate.bench.provider.ChatRequest.OfferedTool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decides an answer from a seed, a model and a prompt, and from nothing else: the same three always
 * give the same answer.
 */
final class Composer {

  private static final long MILLION = 1_000_000;

  /** Cached input is counted in blocks of this many tokens, as prompt caches do. */
  private static final long CACHE_BLOCK_TOKENS = 16;

  /** Structured text is cut into tokens of this many characters. */
  private static final int TOKEN_CHARS = 4;

  private final SimulatedModel model;
  private final ChatRequest chat;
  private final Directives directives;
  private final SplittableRandom random;
  private long reasoningTokens;

  private Composer(long seed, SimulatedModel model, ChatRequest chat, Directives directives) {
    this.model = model;
    this.chat = chat;
    this.directives = directives;
    this.random = new SplittableRandom(hash(hash(seed, model.name()), chat.text()));
  }

  static Answer compose(long seed, SimulatedModel model, ChatRequest chat, Directives directives) {
    return new Composer(seed, model, chat, directives).answer();
  }

  private Answer answer() {
    String id = "chatcmpl-" + hex();
    Duration timeToFirstToken =
        model.timeToFirstToken().multipliedBy(random.nextInt(800, 1201)).dividedBy(1000);
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i < chat.choices(); i++) {
      choices.add(choice());
    }
    long promptTokens = chat.promptTokens();
    long cachedTokens =
        promptTokens * model.cachedPpm() / MILLION / CACHE_BLOCK_TOKENS * CACHE_BLOCK_TOKENS;
    long completionTokens = reasoningTokens;
    for (Choice choice : choices) {
      completionTokens += choice.tokens().size();
      for (Call call : choice.calls()) {
        completionTokens += 1 + call.argumentTokens().size();
      }
    }
    return new Answer(
        id,
        new SimulatedUsage(promptTokens, cachedTokens, completionTokens, reasoningTokens),
        timeToFirstToken,
        List.copyOf(choices));
  }

  private Choice choice() {
    List<OfferedTool> tools = toolsToCall();
    if (!tools.isEmpty()) {
      return calls(tools);
    }
    List<String> visible = visibleTokens();
    long reasoning =
        visible.size() * (long) model.reasoningPpm() / (MILLION - model.reasoningPpm());
    long hidden = Math.min(reasoning, chat.maxTokens());
    reasoningTokens += hidden;
    long left = chat.maxTokens() - hidden;
    return visible.size() <= left
        ? new Choice(visible, List.of(), "stop")
        : new Choice(List.copyOf(visible.subList(0, (int) left)), List.of(), "length");
  }

  private List<String> visibleTokens() {
    if (chat.answerSchema() != null) {
      return tokensOf(SchemaExample.of(chat.answerSchema()).toString());
    }
    int typical = model.typicalOutputTokens();
    int length =
        directives.visibleTokens() > 0
            ? directives.visibleTokens()
            : Math.max(1, random.nextInt(typical / 2, typical + typical / 2 + 1));
    // Nothing past the limit is ever sent; one token more tells that the answer was cut.
    int composed = (int) Math.min(length, chat.maxTokens() + 1);
    return Words.tokens(random, composed);
  }

  private List<OfferedTool> toolsToCall() {
    if (chat.toolChoice().forbidden()) {
      return List.of();
    }
    List<String> names = new ArrayList<>(chat.toolChoice().required());
    names.addAll(directives.tools());
    return names.stream()
        .flatMap(name -> chat.tools().stream().filter(tool -> tool.name().equals(name)).limit(1))
        .limit(chat.toolChoice().parallel() ? names.size() : 1)
        .toList();
  }

  private Choice calls(List<OfferedTool> tools) {
    List<Call> calls = new ArrayList<>();
    long left = chat.maxTokens();
    for (OfferedTool tool : tools) {
      List<String> arguments = tokensOf(SchemaExample.of(tool.parameters()).toString());
      if (arguments.size() + 1 > left) {
        return new Choice(List.of(), List.copyOf(calls), "length");
      }
      left -= arguments.size() + 1;
      calls.add(new Call("call_" + hex(), tool.name(), arguments));
    }
    return new Choice(List.of(), List.copyOf(calls), "tool_calls");
  }

  private String hex() {
    return "%016x".formatted(random.nextLong());
  }

  private static List<String> tokensOf(String text) {
    List<String> tokens = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(text.length(), start + TOKEN_CHARS);
      if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
        end++;
      }
      tokens.add(text.substring(start, end));
      start = end;
    }
    return tokens;
  }

  /** FNV-1a in 64 bits, started from a seed. */
  private static long hash(long seed, String text) {
    long hash = seed ^ 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
