package io.tollgate.adapters.ollama;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.MalformedAnswer;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.UsageCounters;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.policies.usage.EngineTimes;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads what Ollama answers: one object, of a plain answer as of each line of a stream. */
final class OllamaReader {

  private static final BigDecimal MICROS_PER_NANO = new BigDecimal("0.001");

  private OllamaReader() {}

  static CompletionReading read(byte[] body, int offset, int length) {
    JsonNode answer = tree(body, offset, length);
    if (answer == null) {
      return new MalformedAnswer("the answer is not one JSON object");
    }
    if (Nodes.get(answer, "error") != null) {
      return ProviderErrorReader.read(body, offset, length);
    }
    JsonNode message = Nodes.object(answer, "message");
    if (message == null) {
      return new MalformedAnswer("the answer has no message");
    }
    if (!Nodes.isTrue(answer, "done")) {
      return new MalformedAnswer("the answer is not done");
    }
    List<Part> parts = new ArrayList<>();
    String thinking = Nodes.text(message, "thinking", "");
    if (!thinking.isEmpty()) {
      parts.add(new Part.Reasoning(thinking, null, false, null, null));
    }
    String content = Nodes.text(message, "content", "");
    if (!content.isEmpty()) {
      parts.add(Part.Text.of(content));
    }
    List<Part.ToolCall> calls = calls(answer, message, 0);
    parts.addAll(calls);
    Completion.Choice choice =
        new Completion.Choice(
            0, parts, finish(answer, !calls.isEmpty()), null, logprobs(answer), null);
    return new Completion(
        null,
        Nodes.text(answer, "model"),
        createdEpochSeconds(answer),
        List.of(choice),
        usage(answer),
        null);
  }

  /** The object that the bytes are; {@code null} where they are none. */
  static @Nullable JsonNode tree(byte[] array, int offset, int length) {
    try {
      JsonNode tree = JsonDocument.read(array, offset, length);
      return tree.isObject() ? tree : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  static @Nullable ReportedUsage usage(byte[] document, int offset, int length) {
    JsonNode answer = tree(document, offset, length);
    return answer == null ? null : usage(answer);
  }

  /**
   * The tokens counted by the engine; {@code null} where there are no counters. Counters of 0 are
   * left out by Ollama, and those of a prompt that lay in its cache were by older servers, so a
   * missing one cannot be believed to be either.
   */
  static @Nullable ReportedUsage usage(JsonNode answer) {
    if (Nodes.get(answer, "prompt_eval_count") == null && Nodes.get(answer, "eval_count") == null) {
      return null;
    }
    UsageCounters counters = new UsageCounters(answer);
    Usage usage = Usage.of(counters.required("prompt_eval_count"), counters.required("eval_count"));
    // A prompt that lay in its cache takes no time, which Ollama leaves out like any other 0.
    return counters
        .reported(usage, UsageQuality.ENGINE_REPORTED)
        .with(
            EngineTimes.of(
                number(answer, "prompt_eval_duration", "0"),
                number(answer, "eval_duration", null),
                MICROS_PER_NANO));
  }

  private static @Nullable String number(JsonNode answer, String name, @Nullable String otherwise) {
    JsonNode node = Nodes.get(answer, name);
    return node == null ? otherwise : node.isNumber() ? node.asString() : null;
  }

  /**
   * The calls in a message. Servers that give them no ids get ids made of the answer's time and the
   * call itself, so that the same bytes always mean the same ids and later turns have others.
   *
   * @param before calls in earlier lines of the same stream
   */
  static List<Part.ToolCall> calls(JsonNode answer, JsonNode message, int before) {
    List<Part.ToolCall> calls = new ArrayList<>();
    for (JsonNode call : Nodes.array(message, "tool_calls")) {
      JsonNode function = Nodes.object(call, "function");
      String name = Nodes.text(function, "name");
      if (name == null) {
        continue;
      }
      JsonNode given = Nodes.object(function, "arguments");
      String arguments = given == null ? "{}" : JsonDocument.text(given);
      String id = Nodes.text(call, "id", "");
      int position = before + calls.size();
      calls.add(
          Part.ToolCall.of(
              id.isEmpty() ? mint(answer, position, name, arguments) : id, name, arguments));
    }
    return calls;
  }

  private static String mint(JsonNode answer, int position, String name, String arguments) {
    CRC32 sum = new CRC32();
    for (String text : List.of(Nodes.text(answer, "created_at", ""), name, arguments)) {
      sum.update(text.getBytes(StandardCharsets.UTF_8));
      sum.update(0);
    }
    return "call_" + String.format("%08x", sum.getValue()) + "_" + position;
  }

  static Finish finish(JsonNode answer, boolean calls) {
    String reason = Nodes.text(answer, "done_reason", "");
    if (reason.equals("length")) {
      return Finish.LENGTH;
    }
    if (calls) {
      // A call ends with stop, as everything does.
      return Finish.TOOL_CALLS;
    }
    return reason.equals("stop") ? Finish.STOP : Finish.OTHER;
  }

  /** Log probabilities in OpenAI's shape; {@code null} for none. */
  static @Nullable JsonNode logprobs(JsonNode answer) {
    List<JsonNode> tokens = Nodes.array(answer, "logprobs");
    if (tokens.isEmpty()) {
      return null;
    }
    ObjectNode logprobs = JsonNodeFactory.instance.objectNode();
    for (JsonNode token : tokens) {
      ObjectNode written = token(token);
      var alternatives = JsonNodeFactory.instance.arrayNode();
      Nodes.array(token, "top_logprobs").forEach(other -> alternatives.add(token(other)));
      written.set("top_logprobs", alternatives);
      logprobs.withArray("content").add(written);
    }
    return logprobs;
  }

  private static ObjectNode token(JsonNode token) {
    String text = Nodes.text(token, "token", "");
    ObjectNode written = JsonNodeFactory.instance.objectNode().put("token", text);
    JsonNode logprob = Nodes.get(token, "logprob");
    written.set(
        "logprob",
        logprob != null && logprob.isNumber() ? logprob : JsonNodeFactory.instance.numberNode(0));
    var bytes = written.putArray("bytes");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xFF);
    }
    return written;
  }

  private static long createdEpochSeconds(JsonNode answer) {
    try {
      return OffsetDateTime.parse(Nodes.text(answer, "created_at", "")).toEpochSecond();
    } catch (DateTimeException e) {
      return -1;
    }
  }
}
