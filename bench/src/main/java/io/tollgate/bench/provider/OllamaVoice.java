package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.tollgate.bench.provider.Answer.Finish;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An answer as Ollama chats. */
record OllamaVoice(boolean probabilities) implements Voice {

  @Override
  public Buffer plain(Saying saying) {
    Choice choice = saying.answer().choice();
    ObjectNode message = message(choice.refusal() == null ? choice.text() : choice.refusal());
    if (shows(saying)) {
      message.put("thinking", choice.thought());
    }
    if (!choice.calls().isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      choice.calls().forEach(call -> calls.add(call(call)));
    }
    ObjectNode answer = last(saying, message);
    if (probabilities) {
      ArrayNode logprobs = answer.putArray("logprobs");
      choice
          .tokens()
          .forEach(token -> logprobs.addObject().put("token", token).put("logprob", -0.5));
    }
    return Trees.bytes(answer);
  }

  private static boolean shows(Saying saying) {
    return saying.turn().thinking() == Thinking.SHOWN
        && !saying.answer().choice().thoughts().isEmpty();
  }

  @Override
  public List<Step> stream(Saying saying) {
    Choice choice = saying.answer().choice();
    Script script = new Script();
    for (String thought : choice.thoughts()) {
      if (shows(saying)) {
        script.content(line(piece(saying, message("").put("thinking", thought))));
      } else {
        script.silence();
      }
    }
    choice.tokens().forEach(token -> script.content(line(piece(saying, message(token)))));
    if (choice.refusal() != null) {
      script.framing(line(piece(saying, message(choice.refusal()))));
    }
    for (Call call : choice.calls()) {
      call.argumentTokens().forEach(token -> script.silence());
      ObjectNode message = message("");
      message.putArray("tool_calls").add(call(call));
      script.content(line(piece(saying, message)));
    }
    if (!saying.endless()) {
      script.usage(line(last(saying, message(""))), saying.counts().truthful());
    }
    return script.steps();
  }

  private static ObjectNode message(String content) {
    return Trees.object().put("role", "assistant").put("content", content);
  }

  private static ObjectNode call(Call call) {
    ObjectNode node = Trees.object();
    ObjectNode function = node.putObject("function").put("name", call.name());
    String arguments = call.arguments();
    function.set(
        "arguments",
        arguments.startsWith("{")
            ? Trees.read(arguments)
            : Trees.object().put("spoiled", arguments));
    return node;
  }

  private static ObjectNode piece(Saying saying, ObjectNode message) {
    ObjectNode piece =
        Trees.object()
            .put("model", saying.model().name())
            .put("created_at", Instant.ofEpochSecond(saying.createdSeconds()).toString());
    piece.set("message", message);
    return piece.put("done", false);
  }

  private static ObjectNode last(Saying saying, ObjectNode message) {
    Choice choice = saying.answer().choice();
    Counts counts = saying.counts();
    ObjectNode last = piece(saying, message);
    if (!saying.endless()) {
      last.put("done", true)
          .put("done_reason", choice.finish() == Finish.LENGTH ? "length" : "stop");
    }
    long nanos = saying.model().tokenNanos() * counts.usage().completionTokens();
    last.put("total_duration", nanos + 2_000_000)
        .put("load_duration", 1_000_000)
        .put("prompt_eval_duration", 1_000_000)
        .put("eval_duration", nanos);
    if (counts.isNull()) {
      return last.putNull("prompt_eval_count").putNull("eval_count");
    }
    if (!counts.missing()) {
      last.set("prompt_eval_count", counts.of(counts.usage().promptTokens()));
      last.set("eval_count", counts.of(counts.usage().completionTokens()));
    }
    return last;
  }

  private static Buffer line(ObjectNode json) {
    return Trees.bytes(json).appendString("\n");
  }

  @Override
  public Framing framing() {
    return Framing.LINES;
  }

  @Override
  public Buffer keepAlive() {
    return Buffer.buffer();
  }
}
