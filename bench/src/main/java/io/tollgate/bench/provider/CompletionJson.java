package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Choice;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** An answer as one chat completion object. */
final class CompletionJson {

  private CompletionJson() {}

  static String of(
      Answer answer, SimulatedModel model, long createdSeconds, @Nullable Fault fault) {
    StringJoiner choices = new StringJoiner(",", "[", "]");
    for (int i = 0; i < answer.choices().size(); i++) {
      choices.add(choice(i, answer.choices().get(i), fault));
    }
    UsageJson usage = new UsageJson(model.usageStyle(), fault);
    String usageField = usage.missing() ? "" : ",\"usage\":" + usage.of(answer.usage());
    return ("{\"id\":\"%s\",\"object\":\"chat.completion\",\"created\":%d,\"model\":%s,"
            + "\"system_fingerprint\":\"fp_simulated\",\"choices\":%s%s}")
        .formatted(answer.id(), createdSeconds, JsonText.quoted(model.name()), choices, usageField);
  }

  private static String choice(int index, Choice choice, @Nullable Fault fault) {
    String message;
    String more = fault == Fault.Oddity.SPLIT_UTF8 ? StreamScript.MANY_BYTES : "";
    if (choice.calls().isEmpty()) {
      message = "\"content\":" + JsonText.quoted(String.join(more, choice.tokens()) + more);
    } else {
      StringJoiner calls = new StringJoiner(",", "[", "]");
      choice
          .calls()
          .forEach(call ->
              calls.add(
                  "{\"id\":%s,\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":%s}}"
                      .formatted(
                          JsonText.quoted(call.id()),
                          JsonText.quoted(call.name()),
                          JsonText.quoted(call.arguments()))));
      message = "\"content\":null,\"tool_calls\":" + calls;
    }
    return ("{\"index\":%d,\"message\":{\"role\":\"assistant\",%s,\"refusal\":null},"
            + "\"logprobs\":null,\"finish_reason\":%s}")
        .formatted(
            index,
            message,
            fault == Fault.Oddity.NO_FINISH ? "null" : JsonText.quoted(choice.finishReason()));
  }
}
