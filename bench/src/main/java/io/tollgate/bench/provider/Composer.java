package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.tollgate.bench.provider.Answer.Citation;
import io.tollgate.bench.provider.Answer.Finish;
import io.tollgate.bench.provider.Turn.OfferedTool;
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

  /** Reasoning that was asked for, of a model that has no share of its own. */
  private static final long USUAL_THOUGHT_TOKENS = 8;

  private final SimulatedModel model;
  private final Turn turn;
  private final Directives directives;
  private final SplittableRandom random;

  /** A source of its own, so that an answer is the same with and without its reasoning. */
  private final SplittableRandom thoughtRandom;

  private Composer(long seed, SimulatedModel model, Turn turn, Directives directives) {
    this.model = model;
    this.turn = turn;
    this.directives = directives;
    long prompt = hash(hash(seed, model.name()), turn.prompt().text());
    this.random = new SplittableRandom(prompt);
    this.thoughtRandom = new SplittableRandom(~prompt);
  }

  static Answer compose(long seed, SimulatedModel model, Turn turn, Directives directives) {
    return new Composer(seed, model, turn, directives).answer();
  }

  private Answer answer() {
    String number = hex();
    Duration timeToFirstToken =
        model.timeToFirstToken().multipliedBy(random.nextInt(800, 1201)).dividedBy(1000);
    List<Choice> choices = new ArrayList<>();
    int wanted = turn.work() == Turn.Work.ANSWER ? turn.choices() : 0;
    for (int i = 0; i < wanted; i++) {
      choices.add(choice());
    }
    return new Answer(number, usage(choices), timeToFirstToken, List.copyOf(choices));
  }

  private SimulatedUsage usage(List<Choice> choices) {
    if (turn.work() == Turn.Work.COUNT) {
      return SimulatedUsage.NONE;
    }
    long output = choices.stream().mapToLong(Choice::outputTokens).sum();
    long reasoning = choices.stream().mapToLong(choice -> choice.thoughts().size()).sum();
    long prompt = turn.promptTokens();
    CacheUse cache = directives.cache();
    if (cache == null) {
      long cached = prompt * model.cachedPpm() / MILLION / CACHE_BLOCK_TOKENS * CACHE_BLOCK_TOKENS;
      return new SimulatedUsage(prompt, cached, output, reasoning);
    }
    return new SimulatedUsage(
        Math.max(prompt, cache.total() + 1),
        cache.read(),
        cache.write(),
        cache.writeHour(),
        output,
        reasoning);
  }

  private Choice choice() {
    if (directives.filter() != null) {
      boolean prompt = directives.filter().equals("prompt");
      return end(prompt ? List.of() : visibleTokens().subList(0, 1), Finish.FILTERED);
    }
    if (directives.refuse() != null) {
      return new Choice(
          List.of(), List.of(), List.of(), Finish.REFUSED, null, directives.refuse(), List.of());
    }
    List<OfferedTool> tools = toolsToCall();
    return tools.isEmpty() ? text() : calls(tools);
  }

  private static Choice end(List<String> tokens, Finish finish) {
    return new Choice(List.of(), tokens, List.of(), finish, null, null, List.of());
  }

  private Choice text() {
    List<String> visible = visibleTokens();
    List<String> thoughts = thoughts(visible.size());
    AnswerText text =
        AnswerText.of(visible).until(turn.stops()).within(turn.maxTokens() - thoughts.size());
    return new Choice(
        thoughts,
        text.tokens(),
        List.of(),
        text.finish(),
        text.stop(),
        null,
        citations(text.tokens()));
  }

  private List<String> visibleTokens() {
    if (directives.say() != null) {
      return AnswerText.tokensOf(directives.say());
    }
    if (turn.answerSchema() != null) {
      return AnswerText.tokensOf(SchemaExample.of(turn.answerSchema()).toString());
    }
    int typical = model.typicalOutputTokens();
    int length =
        directives.visibleTokens() > 0
            ? directives.visibleTokens()
            : Math.max(1, random.nextInt(typical / 2, typical + typical / 2 + 1));
    List<String> tokens = new ArrayList<>();
    if (directives.visibleTokens() == 0) {
      tokens.addAll(AnswerText.tokensOf(Perception.inWords(turn.prompt())));
    }
    // Nothing past the limit is ever sent; one token more tells that the answer was cut.
    int composed = (int) Math.min(length, turn.maxTokens() + 1);
    tokens.addAll(Words.tokens(random, composed));
    return tokens;
  }

  private List<String> thoughts(int visible) {
    boolean wanted = turn.thinking() == Thinking.SHOWN || turn.thinking() == Thinking.HIDDEN;
    long usual = visible * (long) model.reasoningPpm() / (MILLION - model.reasoningPpm());
    long hidden =
        directives.think() >= 0
            ? directives.think()
            : usual == 0 && wanted ? USUAL_THOUGHT_TOKENS : usual;
    if (turn.thinking() == Thinking.OFF) {
      return List.of();
    }
    return Words.tokens(thoughtRandom, (int) Math.min(hidden, turn.maxTokens()));
  }

  private List<Citation> citations(List<String> tokens) {
    if (tokens.isEmpty()) {
      return List.of();
    }
    // The first token of the answer rests on the first source, and so on.
    List<Citation> citations = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < directives.cite().size(); i++) {
      String text = tokens.get(Math.min(i, tokens.size() - 1));
      citations.add(new Citation(directives.cite().get(i), text, start));
      start += i < tokens.size() - 1 ? text.length() : 0;
    }
    return List.copyOf(citations);
  }

  private List<OfferedTool> toolsToCall() {
    if (turn.toolChoice().forbidden()) {
      return List.of();
    }
    List<String> names = new ArrayList<>(turn.toolChoice().required());
    names.addAll(directives.tools());
    return names.stream()
        .flatMap(name -> turn.tools().stream().filter(tool -> tool.name().equals(name)).limit(1))
        .limit(turn.toolChoice().parallel() ? names.size() : 1)
        .toList();
  }

  private Choice calls(List<OfferedTool> tools) {
    boolean wanted = turn.thinking() == Thinking.SHOWN || turn.thinking() == Thinking.HIDDEN;
    List<String> thoughts = wanted ? thoughts(0) : List.of();
    List<Call> calls = new ArrayList<>();
    long left = turn.maxTokens() - thoughts.size();
    Finish finish = Finish.TOOL_CALLS;
    for (OfferedTool tool : tools) {
      List<String> arguments = AnswerText.tokensOf(argumentsOf(tool));
      if (arguments.size() + 1 > left) {
        finish = Finish.LENGTH;
        break;
      }
      left -= arguments.size() + 1;
      calls.add(new Call(hex(), tool.name(), arguments));
    }
    return new Choice(thoughts, List.of(), List.copyOf(calls), finish, null, null, List.of());
  }

  /** Arguments are an object, also for a tool that says nothing of its parameters. */
  private static String argumentsOf(OfferedTool tool) {
    var example = SchemaExample.of(tool.parameters());
    return example.isObject() ? example.toString() : "{}";
  }

  private String hex() {
    return "%016x".formatted(random.nextLong());
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
