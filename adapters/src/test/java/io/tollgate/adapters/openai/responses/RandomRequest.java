package io.tollgate.adapters.openai.responses;

import static io.tollgate.adapters.openai.responses.Responses.json;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests as this dialect writes them: a message of one text has it without a list, defaults are
 * written out, and items have the ids that they need only.
 */
final class RandomRequest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final SplittableRandom random;
  private final RandomAnswer answers;
  private int calls;
  private int items;

  RandomRequest(SplittableRandom random) {
    this.random = random;
    this.answers = new RandomAnswer(random);
  }

  JsonNode next() {
    ObjectNode request = JSON.objectNode();
    request.put("model", "m");
    if (maybe()) {
      request.put("instructions", answers.text());
    }
    if (random.nextInt(5) == 0) {
      request.put("input", answers.text());
    } else {
      request.set("input", input());
    }
    tools(request);
    settings(request);
    serving(request);
    return request;
  }

  private boolean maybe() {
    return random.nextBoolean();
  }

  private ArrayNode input() {
    ArrayNode input = JSON.arrayNode();
    // Two messages at least, and none of the system's in front: those have shorter forms.
    add(input, said("developer"));
    for (int turns = random.nextInt(1, 4); turns > 0; turns--) {
      add(input, said("user"));
      turn(input);
    }
    return input;
  }

  private void add(ArrayNode input, JsonNode item) {
    input.add(item);
    items++;
  }

  private JsonNode said(String role) {
    ObjectNode message = JSON.objectNode();
    message.put("type", "message");
    message.put("role", role);
    if (maybe()) {
      message.put("content", answers.text());
    } else {
      message.set("content", content(2));
    }
    return message;
  }

  private ArrayNode content(int least) {
    ArrayNode content = JSON.arrayNode();
    for (int i = random.nextInt(least, 5); i > 0; i--) {
      content.add(part());
    }
    return content;
  }

  private JsonNode part() {
    return switch (random.nextInt(9)) {
      case 0 -> json("{'type':'input_image','image_url':'https://a.example/i','detail':'low'}");
      case 1 ->
          json("{'type':'input_image','image_url':'data:image/png;base64,AA==','detail':'auto'}");
      case 2 -> json("{'type':'input_image','file_id':'file-1','detail':'high'}");
      case 3 ->
          json(
              "{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,AA'}");
      case 4 -> json("{'type':'input_file','file_url':'https://a.example/f'}");
      case 5 -> json("{'type':'input_file','filename':'x','file_id':'file-2'}");
      case 6 ->
          json("{'type':'input_text','text':'c','prompt_cache_breakpoint':{'mode':'explicit'}}");
      case 7 -> json("{'type':'input_future','x':[1.50,null]}");
      default -> JSON.objectNode().put("type", "input_text").put("text", answers.text());
    };
  }

  private void turn(ArrayNode input) {
    if (maybe()) {
      add(input, thoughts());
    }
    if (maybe()) {
      add(input, words());
    }
    switch (random.nextInt(6)) {
      case 0 -> call(input, "function_call", null, "lookup");
      case 1 -> call(input, "function_call", "mail", "send");
      case 2 -> call(input, "custom_tool_call", null, "patch");
      case 3 -> add(input, json("{'type':'web_search_call','id':'ws_1','status':'completed'}"));
      case 4 -> add(input, json("{'type':'item_reference','id':'msg_1'}"));
      default -> {
        // The turn ends.
      }
    }
  }

  private JsonNode thoughts() {
    ObjectNode item = JSON.objectNode();
    item.put("type", "reasoning");
    item.put("id", "rs_" + items);
    ArrayNode summary = item.putArray("summary");
    for (int i = random.nextInt(3); i > 0; i--) {
      summary.add(JSON.objectNode().put("type", "summary_text").put("text", answers.text()));
    }
    if (maybe()) {
      item.put("encrypted_content", "gAAA");
    }
    return item;
  }

  private JsonNode words() {
    ObjectNode message = JSON.objectNode();
    message.put("type", "message");
    message.put("role", "assistant");
    if (maybe()) {
      return message.put("content", answers.text());
    }
    message.put("id", "msg_tg_" + items);
    message.put("status", "completed");
    ArrayNode content = message.putArray("content");
    content.add(json("{'type':'refusal','refusal':'No.'}"));
    ObjectNode text = content.addObject();
    text.put("type", "output_text").put("text", answers.text());
    text.putArray("annotations")
        .add(json("{'type':'file_citation','file_id':'f','index':1,'filename':'n'}"));
    text.putArray("logprobs");
    return message;
  }

  private void call(
      ArrayNode input, String type, @org.jspecify.annotations.Nullable String space, String name) {
    String id = "call_" + calls++;
    ObjectNode call = JSON.objectNode();
    call.put("type", type);
    call.put("call_id", id);
    if (space != null) {
      call.put("namespace", space);
    }
    call.put("name", name);
    boolean custom = type.startsWith("custom");
    call.put(custom ? "input" : "arguments", custom ? answers.text() : "{\"a\": 1}");
    add(input, call);
    ObjectNode result = JSON.objectNode();
    result.put("type", type + "_output");
    result.put("call_id", id);
    if (maybe()) {
      result.put("output", answers.text());
    } else {
      result.set("output", content(2));
    }
    add(input, result);
  }

  private void tools(ObjectNode request) {
    // Calls of custom tools and of those in a namespace are told apart by their definitions.
    request.set(
        "tools",
        json(
            "[{'type':'function','name':'lookup','parameters':{'type':'object'},'strict':true},"
                + "{'type':'custom','name':'patch','format':{'type':'text'}},"
                + "{'type':'namespace','name':'mail','description':'d','tools':["
                + "{'type':'function','name':'send','parameters':null,'strict':null}]},"
                + "{'type':'web_search'}]"));
    switch (random.nextInt(7)) {
      case 0 -> request.put("tool_choice", "required");
      case 1 -> request.put("tool_choice", "none");
      case 2 -> request.set("tool_choice", json("{'type':'function','name':'lookup'}"));
      case 3 -> request.set("tool_choice", json("{'type':'custom','name':'patch'}"));
      case 4 -> request.set("tool_choice", json("{'type':'web_search'}"));
      case 5 ->
          request.set(
              "tool_choice",
              json(
                  "{'type':'allowed_tools','mode':'auto','tools':[{'type':'function','name':'lookup'},"
                      + "{'type':'function','namespace':'mail','name':'send'}]}"));
      default -> {
        // Unsaid.
      }
    }
    if (maybe()) {
      request.put("parallel_tool_calls", maybe());
    }
  }

  private void settings(ObjectNode request) {
    if (maybe()) {
      ObjectNode text = request.putObject("text");
      text.set(
          "format",
          switch (random.nextInt(3)) {
            case 0 -> json("{'type':'text'}");
            case 1 -> json("{'type':'json_object'}");
            default ->
                json(
                    "{'type':'json_schema','name':'n','description':'d','schema':{'a':1.0},'strict':true}");
          });
      if (maybe()) {
        text.put("verbosity", "low");
      }
    }
    if (maybe()) {
      request.put("max_output_tokens", random.nextInt(1, 1_000));
      request.put("temperature", new BigDecimal("0.70"));
      request.put("top_p", new BigDecimal("1"));
      request.put("top_logprobs", 3);
    }
    if (maybe()) {
      request.set("reasoning", json("{'effort':'low','summary':'auto','context':'auto'}"));
      request.set("include", json("['reasoning.encrypted_content']"));
    } else if (maybe()) {
      request.set("include", json("['message.output_text.logprobs','file_search_call.results']"));
    }
    if (maybe()) {
      request.put("stream", true);
    }
  }

  private void serving(ObjectNode request) {
    if (maybe()) {
      request.put("service_tier", "flex");
      request.put("user", "u");
      request.put("prompt_cache_key", "k");
    }
    if (maybe()) {
      request.put("store", false);
      request.set("metadata", json("{'task':'t','a':'b'}"));
    }
    if (maybe()) {
      request.put("safety_identifier", "s");
      request.put("truncation", "auto");
      request.set("client_metadata", json("{'a':{'b':[1.0]}}"));
    }
  }
}
