package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.RandomJson;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests and answers of this dialect that say anything it can say, each thing in the one way in
 * which it is written: a single text is a string, null is left out, functions are tools.
 */
final class RandomChat {

  private final SplittableRandom random;
  private final RandomJson json;
  private int calls;

  RandomChat(SplittableRandom random) {
    this.random = random;
    this.json = new RandomJson(random);
  }

  ObjectNode request() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("model", "m" + random.nextInt(9));
    body.set("messages", messages());
    sampling(body);
    maybe(() -> body.set("response_format", format()));
    if (random.nextBoolean()) {
      ArrayNode tools = body.putArray("tools");
      for (int i = random.nextInt(3); i >= 0; i--) {
        tools.add(tool(i));
      }
      maybe(() -> body.set("tool_choice", toolChoice()));
      maybe(() -> body.put("parallel_tool_calls", random.nextBoolean()));
    }
    if (random.nextBoolean()) {
      body.put("stream", true);
      ObjectNode options = body.putObject("stream_options").put("include_usage", true);
      maybe(() -> options.put("include_obfuscation", false));
    }
    serving(body);
    maybe(() -> body.put("verbosity", "low"));
    maybe(() -> body.putObject("prediction").put("type", "content").put("content", text()));
    maybe(() -> body.putObject("web_search_options").put("search_context_size", "low"));
    maybe(() -> body.putArray("modalities").add("text").add("audio"));
    maybe(() -> body.putObject("audio").put("voice", "alloy").put("format", "wav"));
    extra(body);
    return body;
  }

  private void sampling(ObjectNode body) {
    maybe(() -> body.put("max_completion_tokens", random.nextInt(1, 5_000)));
    maybe(() -> body.put("temperature", random.nextInt(200) / 100.0));
    maybe(() -> body.put("top_p", random.nextInt(100) / 100.0));
    maybe(() -> body.put("top_k", random.nextInt(100)));
    maybe(() -> body.put("presence_penalty", random.nextInt(-20, 20) / 10.0));
    maybe(() -> body.put("frequency_penalty", random.nextInt(-20, 20) / 10.0));
    maybe(() -> body.put("seed", random.nextLong()));
    maybe(() -> body.putArray("stop").add(text()).add(text()));
    maybe(() -> body.put("n", random.nextInt(1, 4)));
    maybe(() -> body.put("logprobs", true).put("top_logprobs", random.nextInt(5)));
    maybe(() -> body.putObject("logit_bias").put("" + random.nextInt(9_999), -100).put("7", 1.5));
    if (random.nextInt(4) == 0) {
      body.put("reasoning_effort", random.nextBoolean() ? "low" : "none");
    } else if (random.nextInt(8) == 0) {
      body.putObject("reasoning").put("max_tokens", 2_000).put("exclude", true);
    }
  }

  private void serving(ObjectNode body) {
    maybe(() -> body.put("service_tier", random.nextBoolean() ? "flex" : "x-tier"));
    maybe(() -> body.put("store", random.nextBoolean()));
    maybe(() -> body.putObject("metadata").put("task", "t").put("k" + random.nextInt(3), text()));
    maybe(() -> body.put("prompt_cache_key", text()));
    maybe(() -> body.put("user", text()));
    if (body.has("user")) {
      maybe(() -> body.put("safety_identifier", text()));
    }
  }

  private ArrayNode messages() {
    ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    for (int i = random.nextInt(6); i >= 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> said(messages, random.nextBoolean() ? "system" : "developer", this::textPart);
        case 1, 2 -> said(messages, "user", this::userPart);
        default -> turn(messages);
      }
    }
    return messages;
  }

  private void said(ArrayNode messages, String role, Consumer<ArrayNode> part) {
    ObjectNode message = messages.addObject().put("role", role);
    content(message, part);
    maybe(() -> message.put("name", text()));
    extra(message);
  }

  /** A string, or an array that could not as well be one. */
  private void content(ObjectNode message, Consumer<ArrayNode> part) {
    if (random.nextBoolean()) {
      message.put("content", random.nextInt(8) == 0 ? "" : text());
      return;
    }
    ArrayNode content = message.putArray("content");
    content.addObject().put("type", "text").put("text", text());
    for (int i = random.nextInt(3); i >= 0; i--) {
      part.accept(content);
    }
  }

  private void textPart(ArrayNode content) {
    ObjectNode part = content.addObject().put("type", "text").put("text", text());
    if (random.nextInt(6) == 0) {
      ObjectNode mark = part.putObject("cache_control").put("type", "ephemeral");
      maybe(() -> mark.put("ttl", "1h"));
    }
    extra(part);
  }

  private void userPart(ArrayNode content) {
    String base64 = "QUJD" + random.nextInt(10) + "=";
    switch (random.nextInt(7)) {
      case 0 -> textPart(content);
      case 1 -> {
        ObjectNode part = content.addObject().put("type", "image_url");
        ObjectNode image = part.putObject("image_url").put("url", "https://example.com/a.png");
        maybe(() -> image.put("detail", "high"));
        extra(image);
        extra(part);
      }
      case 2 ->
          content
              .addObject()
              .put("type", "image_url")
              .putObject("image_url")
              .put("url", "data:image/png;base64," + base64);
      case 3 ->
          content
              .addObject()
              .put("type", "input_audio")
              .putObject("input_audio")
              .put("data", base64)
              .put("format", random.nextBoolean() ? "mp3" : "wav");
      case 4 -> {
        ObjectNode file = content.addObject().put("type", "file").putObject("file");
        if (random.nextBoolean()) {
          file.put("file_id", "file-" + random.nextInt(9));
        } else {
          file.put("file_data", "data:application/pdf;base64," + base64).put("filename", "a.pdf");
        }
        extra(file);
      }
      case 5 ->
          content
              .addObject()
              .put("type", "video_url")
              .putObject("video_url")
              .put("url", "https://example.com/a.mp4");
      default -> content.addObject().put("type", "x_part").set("x", value());
    }
  }

  /** A turn of the model, and the results of the tools it calls. */
  private void turn(ArrayNode messages) {
    ObjectNode message = messages.addObject().put("role", "assistant");
    boolean called = random.nextBoolean();
    if (called && random.nextBoolean()) {
      message.putNull("content");
    } else {
      message.put("content", text());
      maybe(() -> message.set("annotations", annotations()));
    }
    maybe(() -> message.put("refusal", text()));
    maybe(() -> message.put("reasoning_content", text()));
    if (random.nextInt(6) == 0) {
      message.set("reasoning_details", details());
    }
    maybe(() -> message.put("name", text()));
    extra(message);
    if (!called) {
      return;
    }
    ArrayNode array = message.putArray("tool_calls");
    for (int i = random.nextInt(3); i >= 0; i--) {
      String id = "call_" + calls++;
      ObjectNode call = array.addObject().put("id", id);
      if (random.nextInt(4) == 0) {
        call.put("type", "custom").putObject("custom").put("name", "c").put("input", text());
      } else {
        ObjectNode function = call.put("type", "function").putObject("function");
        function.put("name", "f" + random.nextInt(3)).put("arguments", "{\"a\":" + value() + "}");
        extra(function);
      }
      extra(call);
      ObjectNode result = messages.addObject().put("role", "tool").put("tool_call_id", id);
      content(result, this::textPart);
      extra(result);
    }
  }

  ArrayNode annotations() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    array
        .addObject()
        .put("type", "url_citation")
        .putObject("url_citation")
        .put("url", "https://example.com/" + random.nextInt(9))
        .put("title", text())
        .put("start_index", 0)
        .put("end_index", 1);
    return array;
  }

  ArrayNode details() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    array.addObject().put("type", "reasoning.text").put("text", text()).put("signature", "s");
    array.addObject().put("type", "reasoning.encrypted").put("data", "d").put("index", 1);
    return array;
  }

  private ObjectNode tool(int number) {
    ObjectNode tool = JsonNodeFactory.instance.objectNode();
    if (random.nextInt(4) == 0) {
      tool.put("type", "custom").putObject("custom").put("name", "c").put("description", text());
      return tool;
    }
    ObjectNode function = tool.put("type", "function").putObject("function");
    function.put("name", "f" + number);
    maybe(() -> function.put("description", text()));
    maybe(() -> function.set("parameters", schema()));
    maybe(() -> function.put("strict", random.nextBoolean()));
    extra(function);
    maybe(() -> tool.putObject("cache_control").put("type", "ephemeral"));
    extra(tool);
    return tool;
  }

  private JsonNode toolChoice() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    ObjectNode named = nodes.objectNode().put("type", "function");
    named.putObject("function").put("name", "f0");
    return switch (random.nextInt(6)) {
      case 0 -> nodes.stringNode("auto");
      case 1 -> nodes.stringNode("none");
      case 2 -> nodes.stringNode("required");
      case 3 -> named;
      case 4 -> {
        ObjectNode choice = nodes.objectNode().put("type", "custom");
        choice.putObject("custom").put("name", "c");
        yield choice;
      }
      default -> {
        ObjectNode choice = nodes.objectNode().put("type", "allowed_tools");
        ObjectNode allowed = choice.putObject("allowed_tools");
        allowed
            .put("mode", random.nextBoolean() ? "auto" : "required")
            .putArray("tools")
            .add(named);
        yield choice;
      }
    };
  }

  private JsonNode format() {
    ObjectNode format = JsonNodeFactory.instance.objectNode();
    switch (random.nextInt(4)) {
      case 0 -> format.put("type", "text");
      case 1 -> format.put("type", "json_object");
      case 2 -> format.put("type", "grammar").put("grammar", text());
      default -> {
        ObjectNode schema = format.put("type", "json_schema").putObject("json_schema");
        schema.put("name", "n").set("schema", schema());
        maybe(() -> schema.put("strict", true));
        maybe(() -> schema.put("description", text()));
        extra(schema);
      }
    }
    return format;
  }

  private JsonNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.putObject("properties").putObject("a").put("type", "integer").set("default", value());
    return schema;
  }

  /** Sometimes a member nobody has heard of. */
  private void extra(ObjectNode object) {
    if (random.nextInt(8) == 0) {
      JsonNode value = value();
      if (!value.isNull()) {
        object.set("x_extra", value);
      }
    }
  }

  private void maybe(Runnable step) {
    if (random.nextInt(4) == 0) {
      step.run();
    }
  }

  /** At least one character, of any kind. */
  String text() {
    return "x" + json.text();
  }

  JsonNode value() {
    return JsonDocument.read(json.value(2));
  }
}
