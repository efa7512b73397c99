package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Turns an answer into the events of a message. */
final class AnthropicScript {

  private final AnthropicVoice voice;
  private final Saying saying;
  private final Script script = new Script();
  private int index;

  AnthropicScript(AnthropicVoice voice, Saying saying) {
    this.voice = voice;
    this.saying = saying;
  }

  List<Step> write() {
    Choice choice = saying.answer().choice();
    begin();
    if (saying.turn().thinking() == Thinking.SHOWN && !choice.thoughts().isEmpty()) {
      thinking(choice);
    }
    if (!choice.tokens().isEmpty()) {
      text(choice);
    }
    choice.calls().forEach(this::call);
    end(choice);
    return script.steps();
  }

  private void begin() {
    ObjectNode message = voice.envelope(saying);
    Counts counts = saying.counts();
    // The model has hardly begun, and says so.
    SimulatedUsage begun = saying.answer().usage().afterOutput(1);
    SimulatedUsage unthought =
        new SimulatedUsage(
            begun.promptTokens(),
            begun.cachedTokens(),
            begun.writtenTokens(),
            begun.writtenHourTokens(),
            begun.completionTokens(),
            0);
    if (!counts.missing()) {
      message.set("usage", AnthropicUsage.of(new Counts(unthought, saying.fault()), voice.tier()));
    }
    script.framing(event("message_start", Trees.object().set("message", message)));
    script.framing(event("ping", Trees.object()));
  }

  private void thinking(Choice choice) {
    ObjectNode block =
        Trees.object().put("type", "thinking").put("thinking", "").put("signature", "");
    start(block);
    for (String thought : choice.thoughts()) {
      if (voice.omitted()) {
        script.silence();
      } else {
        script.content(
            delta(Trees.object().put("type", "thinking_delta").put("thinking", thought)));
      }
    }
    String shown = voice.omitted() ? "" : choice.thought();
    String signature = voice.signatures().sign("thinking", shown);
    script.framing(
        delta(Trees.object().put("type", "signature_delta").put("signature", signature)));
    stop();
  }

  private void text(Choice choice) {
    ObjectNode block = Trees.object().put("type", "text").put("text", "");
    if (!choice.citations().isEmpty()) {
      block.putArray("citations");
    }
    start(block);
    for (String token : choice.tokens()) {
      script.content(delta(Trees.object().put("type", "text_delta").put("text", token)));
    }
    choice
        .citations()
        .forEach(citation -> {
          ObjectNode delta = Trees.object().put("type", "citations_delta");
          delta.set("citation", AnthropicVoice.citation(citation));
          script.framing(delta(delta));
        });
    stop();
  }

  private void call(Call call) {
    ObjectNode block = AnthropicVoice.call(call);
    block.putObject("input");
    // The name costs a token.
    script.content(started(block));
    script.framing(piece(""));
    boolean empty = call.arguments().equals("{}");
    for (String token : call.argumentTokens()) {
      if (empty) {
        script.silence();
      } else {
        script.content(piece(token));
      }
    }
    stop();
  }

  private Buffer piece(String json) {
    return delta(Trees.object().put("type", "input_json_delta").put("partial_json", json));
  }

  private void end(Choice choice) {
    if (!saying.endless()) {
      ObjectNode delta = Trees.object().putNull("container").putNull("stop_details");
      AnthropicVoice.ending(delta, choice);
      ObjectNode event = Trees.object();
      event.set("delta", delta);
      Counts counts = saying.counts();
      if (counts.isNull()) {
        event.putNull("usage");
      } else if (!counts.missing()) {
        event.set("usage", AnthropicUsage.delta(counts, counts.usage().completionTokens()));
      }
      script.usage(event("message_delta", event), counts.truthful());
      script.framing(event("message_stop", Trees.object()));
    }
  }

  private void start(ObjectNode block) {
    script.framing(started(block));
  }

  private Buffer started(ObjectNode block) {
    ObjectNode event = Trees.object().put("index", index);
    event.set("content_block", block);
    return event("content_block_start", event);
  }

  private Buffer delta(ObjectNode delta) {
    ObjectNode event = Trees.object().put("index", index);
    event.set("delta", delta);
    return event("content_block_delta", event);
  }

  private void stop() {
    script.framing(event("content_block_stop", Trees.object().put("index", index++)));
  }

  private static Buffer event(String type, ObjectNode content) {
    ObjectNode event = Trees.object().put("type", type);
    event.setAll(content);
    return Sse.event(type, event);
  }
}
