package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns an answer into the numbered events of a response. */
final class ResponsesScript {

  private final ResponsesVoice voice;
  private final Saying saying;
  private final Choice choice;
  private final Script script = new Script();
  private int sequence;
  private int index;

  ResponsesScript(ResponsesVoice voice, Saying saying) {
    this.voice = voice;
    this.saying = saying;
    this.choice = saying.answer().choice();
  }

  List<Step> write() {
    for (String type : new String[] {"response.created", "response.in_progress"}) {
      ObjectNode begun = Trees.object();
      begun.set("response", voice.envelope(saying, "in_progress"));
      framing(type, begun);
    }
    if (voice.reasons(saying)) {
      reasoning();
    } else {
      choice.thoughts().forEach(thought -> script.silence());
    }
    if (choice.calls().isEmpty()) {
      message();
    }
    choice.calls().forEach(this::call);
    if (!saying.endless()) {
      ObjectNode end = Trees.object();
      end.set("response", voice.whole(saying));
      script.usage(
          event("response." + ResponsesVoice.status(choice), end), saying.counts().truthful());
    }
    return script.steps();
  }

  private void reasoning() {
    ObjectNode whole = voice.reasoning(saying, choice);
    String id = whole.path("id").stringValue();
    boolean shown = saying.turn().thinking() == Thinking.SHOWN;
    ObjectNode begun = whole.deepCopy();
    begun.putArray("summary");
    added(begun);
    ObjectNode part = Trees.object().put("type", "summary_text");
    if (shown) {
      framing(
          "response.reasoning_summary_part.added",
          summary(id).set("part", part.deepCopy().put("text", "")));
    }
    for (String thought : choice.thoughts()) {
      if (shown) {
        content("response.reasoning_summary_text.delta", summary(id).put("delta", thought));
      } else {
        script.silence();
      }
    }
    if (shown) {
      String text = choice.thought();
      framing("response.reasoning_summary_text.done", summary(id).put("text", text));
      framing(
          "response.reasoning_summary_part.done",
          summary(id).set("part", part.deepCopy().put("text", text)));
    }
    done(whole);
  }

  private ObjectNode summary(String id) {
    return Trees.object().put("item_id", id).put("output_index", index).put("summary_index", 0);
  }

  private void message() {
    ObjectNode message = voice.message(saying, "in_progress");
    added(message);
    ObjectNode whole = voice.content(choice);
    ObjectNode empty = whole.deepCopy();
    if (choice.refusal() != null) {
      framing("response.content_part.added", part().set("part", empty.put("refusal", "")));
      framing("response.refusal.delta", part().put("delta", choice.refusal()));
      framing("response.refusal.done", part().put("refusal", choice.refusal()));
    } else {
      empty.put("text", "").putArray("annotations");
      framing("response.content_part.added", part().set("part", empty));
      for (String token : choice.tokens()) {
        ObjectNode delta = part().put("delta", token);
        delta.putArray("logprobs");
        content("response.output_text.delta", delta);
      }
      annotations((ArrayNode) whole.path("annotations"));
      ObjectNode text = part().put("text", choice.text());
      text.putArray("logprobs");
      framing("response.output_text.done", text);
    }
    framing("response.content_part.done", part().set("part", whole));
    ObjectNode ended = voice.message(saying, ResponsesVoice.status(choice));
    ((ArrayNode) ended.path("content")).add(whole);
    done(ended);
  }

  private void annotations(ArrayNode annotations) {
    for (int i = 0; i < annotations.size(); i++) {
      ObjectNode event = part().put("annotation_index", i);
      event.set("annotation", annotations.path(i));
      framing("response.output_text.annotation.added", event);
    }
  }

  private ObjectNode part() {
    return Trees.object()
        .put("item_id", "msg_" + saying.answer().number())
        .put("output_index", index)
        .put("content_index", 0);
  }

  private void call(Call call) {
    ObjectNode begun = Trees.object().put("output_index", index);
    begun.set("item", voice.call(call, "", "in_progress"));
    // The name costs a token.
    script.content(event("response.output_item.added", begun));
    for (String token : call.argumentTokens()) {
      content("response.function_call_arguments.delta", arguments(call).put("delta", token));
    }
    framing(
        "response.function_call_arguments.done",
        arguments(call).put("arguments", call.arguments()).put("name", call.name()));
    done(voice.call(call, call.arguments(), "completed"));
  }

  private ObjectNode arguments(Call call) {
    return Trees.object().put("item_id", "fc_" + call.number()).put("output_index", index);
  }

  private void added(ObjectNode item) {
    framing(
        "response.output_item.added", Trees.object().put("output_index", index).set("item", item));
  }

  private void done(ObjectNode item) {
    framing(
        "response.output_item.done", Trees.object().put("output_index", index).set("item", item));
    index++;
  }

  private void framing(String type, JsonNode content) {
    script.framing(event(type, content));
  }

  private void content(String type, JsonNode content) {
    script.content(event(type, content));
  }

  private Buffer event(String type, JsonNode content) {
    ObjectNode event = Trees.object().put("type", type).put("sequence_number", sequence++);
    event.setAll((ObjectNode) content);
    return Sse.event(type, event);
  }
}
