package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Answer.Call;
import io.tollgate.bench.provider.Answer.Choice;
import io.tollgate.bench.provider.Answer.Citation;
import io.tollgate.bench.provider.Answer.Finish;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer as an OpenAI response.
 *
 * @param request what was asked, which the response repeats
 * @param items all that was said up to the answer
 * @param store where it is kept
 */
record ResponsesVoice(
    ObjectNode request, ArrayNode items, ResponsesStore store, Signatures signatures)
    implements Voice {

  private static final String ENCRYPTED = "reasoning";

  @Override
  public Buffer plain(Saying saying) {
    return Trees.bytes(whole(saying));
  }

  @Override
  public List<Step> stream(Saying saying) {
    return new ResponsesScript(this, saying).write();
  }

  /** The response when it has ended; it is kept if it is to be. */
  ObjectNode whole(Saying saying) {
    Choice choice = saying.answer().choice();
    boolean cut = choice.finish() == Finish.LENGTH || choice.finish() == Finish.FILTERED;
    ObjectNode response = envelope(saying, saying.endless() ? "in_progress" : status(choice));
    ArrayNode output = output(saying);
    response.set("output", output);
    if (cut) {
      String reason = choice.finish() == Finish.LENGTH ? "max_output_tokens" : "content_filter";
      response.putObject("incomplete_details").put("reason", reason);
    }
    Counts counts = saying.counts();
    if (counts.missing()) {
      response.remove("usage");
    } else if (!counts.isNull()) {
      response.set("usage", usage(counts));
    }
    if (request.path("store").asBoolean(true)) {
      store.keep(response.path("id").stringValue(), Trees.array().addAll(items).addAll(output));
    }
    return response;
  }

  static String status(Choice choice) {
    return choice.finish() == Finish.LENGTH || choice.finish() == Finish.FILTERED
        ? "incomplete"
        : "completed";
  }

  /** The response without output and usage. */
  ObjectNode envelope(Saying saying, String status) {
    ObjectNode response =
        Trees.object()
            .put("id", "resp_" + saying.answer().number())
            .put("object", "response")
            .put("created_at", saying.createdSeconds())
            .put("status", status)
            .put("background", false)
            .putNull("error")
            .putNull("incomplete_details");
    echo(response, "instructions", null);
    echo(response, "max_output_tokens", null);
    echo(response, "max_tool_calls", null);
    response.put("model", saying.model().name()).putArray("output");
    response.put("parallel_tool_calls", saying.turn().toolChoice().parallel());
    echo(response, "previous_response_id", null);
    ObjectNode reasoning = response.putObject("reasoning");
    reasoning.set("effort", orNull(request.path("reasoning").path("effort")));
    reasoning.set("summary", orNull(request.path("reasoning").path("summary")));
    String tier = request.path("service_tier").stringValue("auto");
    response
        .put("service_tier", tier.equals("auto") ? "default" : tier)
        .put("store", request.path("store").asBoolean(true));
    echo(response, "temperature", Trees.NODES.numberNode(1.0));
    ObjectNode text = response.putObject("text");
    JsonNode format = request.path("text").path("format");
    text.set("format", format.isObject() ? format : Trees.object().put("type", "text"));
    echo(response, "tool_choice", Trees.NODES.stringNode("auto"));
    echo(response, "tools", Trees.array());
    echo(response, "top_p", Trees.NODES.numberNode(1.0));
    echo(response, "truncation", Trees.NODES.stringNode("disabled"));
    if (request.path("user").isString()) {
      response.set("user", request.path("user"));
    }
    echo(response, "metadata", Trees.object());
    return response;
  }

  private void echo(ObjectNode response, String name, @Nullable JsonNode unsaid) {
    JsonNode said = request.path(name);
    boolean missing = said.isMissingNode() || said.isNull();
    response.set(name, missing ? orNull(unsaid) : said);
  }

  private static JsonNode orNull(@Nullable JsonNode node) {
    return node == null || node.isMissingNode() ? Trees.NODES.nullNode() : node;
  }

  private static ObjectNode usage(Counts counts) {
    SimulatedUsage usage = counts.usage();
    ObjectNode node = Trees.object();
    node.set("input_tokens", counts.of(usage.promptTokens()));
    ObjectNode input = node.putObject("input_tokens_details");
    input.set("cached_tokens", counts.of(usage.cachedTokens()));
    input.set("cache_write_tokens", counts.of(usage.writtenTokens() + usage.writtenHourTokens()));
    node.set("output_tokens", counts.of(usage.completionTokens()));
    node.putObject("output_tokens_details")
        .set("reasoning_tokens", counts.of(usage.reasoningTokens()));
    node.set("total_tokens", counts.of(usage.totalTokens()));
    return node;
  }

  private ArrayNode output(Saying saying) {
    Choice choice = saying.answer().choice();
    ArrayNode output = Trees.array();
    if (reasons(saying)) {
      output.add(reasoning(saying, choice));
    }
    if (choice.calls().isEmpty()) {
      ObjectNode message = message(saying, status(choice));
      ((ArrayNode) message.path("content")).add(content(choice));
      output.add(message);
    }
    choice.calls().forEach(call -> output.add(call(call, call.arguments(), "completed")));
    return output;
  }

  boolean reasons(Saying saying) {
    Thinking thinking = saying.turn().thinking();
    return (thinking == Thinking.SHOWN || thinking == Thinking.HIDDEN)
        && !saying.answer().choice().thoughts().isEmpty();
  }

  ObjectNode reasoning(Saying saying, Choice choice) {
    ObjectNode item =
        Trees.object().put("id", "rs_" + saying.answer().number()).put("type", "reasoning");
    ArrayNode summary = item.putArray("summary");
    if (saying.turn().thinking() == Thinking.SHOWN) {
      summary.addObject().put("type", "summary_text").put("text", choice.thought());
    }
    if (StreamSupport.stream(request.path("include").spliterator(), false)
        .anyMatch(wanted -> wanted.stringValue("").equals("reasoning.encrypted_content"))) {
      item.put("encrypted_content", encrypt(choice.thought()));
    }
    return item;
  }

  private String encrypt(String thought) {
    String text = Base64.getEncoder().encodeToString(thought.getBytes(StandardCharsets.UTF_8));
    return text + "." + signatures.sign(ENCRYPTED, text);
  }

  /** Whether a reasoning item's content is what this provider gave out. */
  static boolean decrypts(Signatures signatures, String encrypted) {
    int dot = encrypted.indexOf('.');
    return dot > 0
        && signatures.verify(ENCRYPTED, encrypted.substring(0, dot), encrypted.substring(dot + 1));
  }

  ObjectNode message(Saying saying, String status) {
    ObjectNode message =
        Trees.object()
            .put("id", "msg_" + saying.answer().number())
            .put("type", "message")
            .put("status", status);
    message.putArray("content");
    return message.put("role", "assistant");
  }

  ObjectNode content(Choice choice) {
    if (choice.refusal() != null) {
      return Trees.object().put("type", "refusal").put("refusal", choice.refusal());
    }
    ObjectNode content = Trees.object().put("type", "output_text").put("text", choice.text());
    ArrayNode annotations = content.putArray("annotations");
    choice.citations().forEach(citation -> annotations.add(annotation(citation)));
    if (wantsProbabilities()) {
      int top = request.path("top_logprobs").asInt(0);
      content.set("logprobs", ChatWords.logprobs(choice.tokens(), top).path("content"));
    } else {
      content.putArray("logprobs");
    }
    return content;
  }

  private boolean wantsProbabilities() {
    for (JsonNode part : request.path("include").values()) {
      if (part.stringValue("").equals("message.output_text.logprobs")) {
        return true;
      }
    }
    return false;
  }

  ObjectNode annotation(Citation citation) {
    return Trees.object()
        .put("type", "url_citation")
        .put("start_index", citation.start())
        .put("end_index", citation.end())
        .put("title", citation.title())
        .put("url", "https://example.com/" + citation.title());
  }

  ObjectNode call(Call call, String arguments, String status) {
    return Trees.object()
        .put("id", "fc_" + call.number())
        .put("type", "function_call")
        .put("status", status)
        .put("arguments", arguments)
        .put("call_id", "call_" + call.number())
        .put("name", call.name());
  }
}
