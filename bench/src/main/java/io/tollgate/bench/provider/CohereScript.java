package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns an answer into Cohere's typed events. */
final class CohereScript {

  private final Saying saying;
  private final Script script = new Script();
  private int index;

  CohereScript(Saying saying) {
    this.saying = saying;
  }

  List<Step> write() {
    Choice choice = saying.answer().choice();
    ObjectNode start = event("message-start").put("id", saying.answer().number());
    ObjectNode message = start.putObject("delta").putObject("message").put("role", "assistant");
    for (String list : new String[] {"content", "tool_calls", "citations"}) {
      message.putArray(list);
    }
    framing(start);
    if (CohereVoice.shows(saying)) {
      content("thinking", choice.thoughts());
    } else {
      choice.thoughts().forEach(thought -> script.silence());
    }
    if (choice.refusal() != null) {
      content("text", List.of(choice.refusal()));
    } else if (!choice.tokens().isEmpty()) {
      content("text", choice.tokens());
      citations(choice);
    }
    for (int i = 0; i < choice.calls().size(); i++) {
      call(choice.calls().get(i), i);
    }
    if (!saying.endless()) {
      end(choice);
    }
    return script.steps();
  }

  private void content(String type, List<String> tokens) {
    ObjectNode start = event("content-start").put("index", index);
    delta(start).putObject("content").put("type", type).put(type, "");
    framing(start);
    for (String token : tokens) {
      ObjectNode piece = event("content-delta").put("index", index);
      delta(piece).putObject("content").put(type, token);
      script.content(worded(piece));
    }
    framing(event("content-end").put("index", index++));
  }

  private void citations(Choice choice) {
    for (int i = 0; i < choice.citations().size(); i++) {
      ObjectNode start = event("citation-start").put("index", i);
      delta(start).set("citations", CohereVoice.citation(choice.citations().get(i)));
      framing(start);
      framing(event("citation-end").put("index", i));
    }
  }

  private void call(Call call, int number) {
    ObjectNode start = event("tool-call-start").put("index", number);
    delta(start).set("tool_calls", CohereVoice.call(call, ""));
    // The name costs a token.
    script.content(worded(start));
    for (String token : call.argumentTokens()) {
      ObjectNode piece = event("tool-call-delta").put("index", number);
      delta(piece).putObject("tool_calls").putObject("function").put("arguments", token);
      script.content(worded(piece));
    }
    framing(event("tool-call-end").put("index", number));
  }

  private void end(Choice choice) {
    ObjectNode end = event("message-end").put("id", saying.answer().number());
    ObjectNode delta = end.putObject("delta");
    delta.put("finish_reason", CohereVoice.finish(choice.finish()));
    CohereVoice.usage(delta, saying.counts());
    script.usage(worded(end), saying.counts().truthful());
    script.framing(Buffer.buffer("data: [DONE]\n\n"));
  }

  private static ObjectNode event(String type) {
    return Trees.object().put("type", type);
  }

  private static ObjectNode delta(ObjectNode event) {
    return event.putObject("delta").putObject("message");
  }

  private void framing(JsonNode event) {
    script.framing(worded(event));
  }

  private static Buffer worded(JsonNode event) {
    return Sse.event(event.path("type").stringValue(), event);
  }
}
