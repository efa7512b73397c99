package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Choice;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns an answer into the pieces of streamed content: calls whole, usage on every piece. */
final class GeminiScript {

  private final GeminiVoice voice;
  private final Saying saying;
  private final Script script = new Script();
  private boolean begun;

  GeminiScript(GeminiVoice voice, Saying saying) {
    this.voice = voice;
    this.saying = saying;
  }

  /** An event as Google ends its lines. */
  static Buffer event(JsonNode json) {
    return Buffer.buffer("data: ").appendBuffer(Trees.bytes(json)).appendString("\r\n\r\n");
  }

  List<Step> write() {
    if (GeminiVoice.blocked(saying)) {
      ObjectNode response = Trees.object();
      response.putObject("promptFeedback").put("blockReason", "SAFETY");
      last(response);
    } else {
      for (int i = 0; i < saying.answer().choices().size(); i++) {
        candidate(saying.answer().choices().get(i), i);
      }
    }
    if (voice.framing() == Framing.ARRAY) {
      script.framing(Buffer.buffer("]"));
    }
    return script.steps();
  }

  private void candidate(Choice choice, int index) {
    for (String thought : choice.thoughts()) {
      if (saying.turn().thinking() == Thinking.SHOWN) {
        content(index, Trees.object().put("text", thought).put("thought", true));
      } else {
        script.silence();
      }
    }
    choice.tokens().forEach(token -> content(index, Trees.object().put("text", token)));
    for (int i = 0; i < choice.calls().size(); i++) {
      choice.calls().get(i).argumentTokens().forEach(token -> script.silence());
      content(index, voice.call(saying, choice, i));
    }
    if (!saying.endless()) {
      ObjectNode part = Trees.object().put("text", "");
      if (!choice.thoughts().isEmpty() && choice.calls().isEmpty()) {
        part.put("thoughtSignature", voice.signatures().sign(GeminiContents.SIGNED, ""));
      }
      ObjectNode response = response(index, part);
      GeminiVoice.ending((ObjectNode) response.at("/candidates/0"), choice);
      if (index == saying.answer().choices().size() - 1) {
        last(response);
      } else {
        script.framing(worded(response, script.produced()));
      }
    }
  }

  private void content(int index, ObjectNode part) {
    script.content(worded(response(index, part), script.produced() + 1));
  }

  private static ObjectNode response(int index, ObjectNode part) {
    ObjectNode response = Trees.object();
    ObjectNode candidate = response.putArray("candidates").addObject();
    candidate.putObject("content").put("role", "model").putArray("parts").add(part);
    candidate.put("index", index);
    return response;
  }

  private void last(ObjectNode response) {
    Buffer event = worded(response, saying.answer().usage().completionTokens());
    script.usage(event, saying.counts().truthful());
  }

  private Buffer worded(ObjectNode response, long produced) {
    GeminiVoice.closed(response, saying, saying.answer().usage().afterOutput(produced));
    if (voice.framing() == Framing.EVENTS) {
      return event(response);
    }
    Buffer element = Buffer.buffer(begun ? ",\r\n" : "[").appendBuffer(Trees.bytes(response));
    begun = true;
    return element;
  }
}
