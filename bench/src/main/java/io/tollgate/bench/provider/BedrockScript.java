package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Turns an answer into the frames of a converse stream. */
final class BedrockScript {

  private final BedrockVoice voice;
  private final Saying saying;
  private final Script script = new Script();
  private int index;

  BedrockScript(BedrockVoice voice, Saying saying) {
    this.voice = voice;
    this.saying = saying;
  }

  List<Step> write() {
    Choice choice = saying.answer().choice();
    framing("messageStart", Trees.object().put("role", "assistant"));
    if (BedrockVoice.shows(saying)) {
      for (String thought : choice.thoughts()) {
        ObjectNode delta = Trees.object();
        delta.putObject("reasoningContent").put("text", thought);
        script.content(delta(delta));
      }
      ObjectNode signature = Trees.object();
      signature
          .putObject("reasoningContent")
          .put("signature", voice.signatures().sign(BedrockVoice.SIGNED, choice.thought()));
      script.framing(delta(signature));
      stop();
    } else {
      choice.thoughts().forEach(thought -> script.silence());
    }
    if (!choice.tokens().isEmpty()) {
      for (String token : choice.tokens()) {
        String text = Marks.filled(token, saying.fault());
        script.content(delta(Trees.object().put("text", text)));
      }
      choice
          .citations()
          .forEach(citation -> {
            ObjectNode delta = Trees.object();
            delta.set("citation", BedrockVoice.citation(citation));
            script.framing(delta(delta));
          });
      stop();
    } else if (choice.refusal() != null) {
      script.framing(delta(Trees.object().put("text", choice.refusal())));
      stop();
    }
    choice.calls().forEach(this::call);
    if (!saying.endless()) {
      ObjectNode end = Trees.object();
      BedrockVoice.ending(end, choice);
      framing("messageStop", end);
    }
    ObjectNode metadata = Trees.object();
    voice.closed(metadata, saying);
    script.usage(frame("metadata", metadata), saying.counts().truthful());
    return script.steps();
  }

  private void call(Call call) {
    ObjectNode start = Trees.object().put("contentBlockIndex", index);
    start
        .putObject("start")
        .putObject("toolUse")
        .put("toolUseId", BedrockVoice.id(call))
        .put("name", call.name());
    // The name costs a token.
    script.content(frame("contentBlockStart", start));
    boolean empty = call.arguments().equals("{}");
    for (String token : call.argumentTokens()) {
      if (empty) {
        script.silence();
      } else {
        ObjectNode delta = Trees.object();
        delta.putObject("toolUse").put("input", token);
        script.content(delta(delta));
      }
    }
    stop();
  }

  private Buffer delta(ObjectNode delta) {
    ObjectNode event = Trees.object().put("contentBlockIndex", index);
    event.set("delta", delta);
    return frame("contentBlockDelta", event);
  }

  private void stop() {
    framing("contentBlockStop", Trees.object().put("contentBlockIndex", index++));
  }

  private void framing(String type, ObjectNode payload) {
    script.framing(frame(type, payload));
  }

  /** Amazon pads its payloads, so that their length tells nothing. */
  private Buffer frame(String type, ObjectNode payload) {
    return AmazonFrame.event(type, payload.put("p", "abcdefghijklm".substring(index % 12)));
  }
}
