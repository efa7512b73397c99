package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns an answer into the steps of an event stream. */
final class StreamScript {

  private static final Buffer SILENCE = Buffer.buffer();
  private static final byte[] NOT_UTF8 = {(byte) 0xc3, 0x28, (byte) 0xff, (byte) 0xfe};

  /** Characters of two, three and four bytes, for answers that are cut inside of characters. */
  static final String MANY_BYTES = " \u00fc \u20ac \ud83c\udf89";

  private final Answer answer;
  private final ChatRequest chat;
  private final SimulatedModel model;
  private final long createdSeconds;
  private final UsageJson usageJson;
  private final @Nullable Fault fault;
  private final List<Step> steps = new ArrayList<>();
  private long produced;
  private int contentEvents;

  private StreamScript(
      Answer answer,
      ChatRequest chat,
      SimulatedModel model,
      long createdSeconds,
      @Nullable Fault fault) {
    this.answer = answer;
    this.chat = chat;
    this.model = model;
    this.createdSeconds = createdSeconds;
    this.usageJson = new UsageJson(model.usageStyle(), fault);
    this.fault = fault;
  }

  static List<Step> write(
      Answer answer,
      ChatRequest chat,
      SimulatedModel model,
      long createdSeconds,
      @Nullable Fault fault) {
    StreamScript script = new StreamScript(answer, chat, model, createdSeconds, fault);
    script.write();
    return StreamDress.of(script.steps, fault);
  }

  private void write() {
    for (long i = 0; i < answer.usage().reasoningTokens(); i++) {
      steps.add(new Step(1, SILENCE, false));
      produced++;
    }
    for (int i = 0; i < answer.choices().size(); i++) {
      boolean calling = !answer.choices().get(i).calls().isEmpty();
      String content = calling ? "null" : "\"\"";
      framing(i, "{\"role\":\"assistant\",\"content\":" + content + ",\"refusal\":null}", "null");
    }
    if (fault == Fault.Oddity.EARLY_USAGE) {
      usage();
    }
    content();
    for (int i = 0; i < answer.choices().size() && fault != Fault.Oddity.NO_FINISH; i++) {
      finish(i, answer.choices().get(i).finishReason(), i == answer.choices().size() - 1);
    }
    if (fault != Fault.Oddity.EARLY_USAGE) {
      usage();
    }
    for (int i = 0; i < (fault == Fault.Oddity.DONE_TWICE ? 2 : 1); i++) {
      steps.add(new Step(0, Buffer.buffer("data: [DONE]\n\n"), false));
    }
  }

  private void usage() {
    if (chat.includeUsage() && !model.usageStyle().onFinishChunk() && !usageJson.missing()) {
      String field = ",\"usage\":" + usageJson.of(answer.usage());
      steps.add(new Step(0, event("[]", field), usageJson.truthful()));
    }
  }

  /** The tokens of several choices take turns, as they do when they are decoded side by side. */
  private void content() {
    List<List<String>> deltas = answer.choices().stream().map(this::deltas).toList();
    int longest = deltas.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (int choice = 0; choice < deltas.size(); choice++) {
        if (i < deltas.get(choice).size()) {
          produced++;
          contentEvents++;
          steps.add(new Step(1, contentEvent(choice, deltas.get(choice).get(i)), false));
        }
      }
    }
  }

  private List<String> deltas(Choice choice) {
    List<String> deltas = new ArrayList<>();
    String more = fault == Fault.Oddity.SPLIT_UTF8 ? MANY_BYTES : "";
    for (String token : choice.tokens()) {
      deltas.add("{\"content\":" + JsonText.quoted(token + more) + "}");
    }
    for (int i = 0; i < choice.calls().size(); i++) {
      Call call = choice.calls().get(i);
      String open = "{\"tool_calls\":[{\"index\":" + i + ",";
      deltas.add(
          "%s\"id\":%s,\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":\"\"}}]}"
              .formatted(open, JsonText.quoted(call.id()), JsonText.quoted(call.name())));
      for (String token : call.argumentTokens()) {
        deltas.add(open + "\"function\":{\"arguments\":" + JsonText.quoted(token) + "}}]}");
      }
    }
    return deltas;
  }

  private Buffer contentEvent(int choice, String delta) {
    if (fault instanceof Fault.Malformed malformed && malformed.event() == contentEvents) {
      return Buffer.buffer("data: {\"id\":\"" + answer.id() + "\",\"choices\":[{\"delta\":{\n\n");
    }
    if (fault instanceof Fault.BadUtf8 && contentEvents == 1) {
      return Buffer.buffer("data: {\"id\":\"" + answer.id())
          .appendString("\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,")
          .appendString("\"delta\":{\"content\":\"")
          .appendBytes(NOT_UTF8)
          .appendString("\"},\"finish_reason\":null}]}\n\n");
    }
    return event(choiceJson(choice, delta, "null"), runningUsage());
  }

  private void framing(int choice, String delta, String finishReason) {
    steps.add(new Step(0, event(choiceJson(choice, delta, finishReason), runningUsage()), false));
  }

  private void finish(int choice, String finishReason, boolean last) {
    String json = choiceJson(choice, "{}", JsonText.quoted(finishReason));
    boolean usage = last && model.usageStyle().onFinishChunk() && !usageJson.missing();
    String field = usage ? ",\"usage\":" + usageJson.of(answer.usage()) : runningUsage();
    steps.add(new Step(0, event(json, field), usage && usageJson.truthful()));
  }

  private String runningUsage() {
    if (!chat.includeUsage() || usageJson.missing()) {
      return "";
    }
    return model.usageStyle() == UsageStyle.VLLM_CONTINUOUS
        ? ",\"usage\":" + usageJson.of(answer.usage().afterOutput(produced))
        : ",\"usage\":null";
  }

  private static String choiceJson(int index, String delta, String finishReason) {
    return "[{\"index\":%d,\"delta\":%s,\"logprobs\":null,\"finish_reason\":%s}]"
        .formatted(index, delta, finishReason);
  }

  private Buffer event(String choices, String usageField) {
    return Buffer.buffer(
        ("data: {\"id\":\"%s\",\"object\":\"chat.completion.chunk\",\"created\":%d,\"model\":%s,"
                + "\"system_fingerprint\":\"fp_simulated\",\"choices\":%s%s}\n\n")
            .formatted(
                answer.id(), createdSeconds, JsonText.quoted(model.name()), choices, usageField));
  }
}
