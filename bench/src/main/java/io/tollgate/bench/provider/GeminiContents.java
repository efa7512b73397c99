package io.tollgate.bench.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the turns of a request for content: which call gets its response, and who is signed. */
final class GeminiContents {

  private static final GeminiShape CONTENT = new GeminiShape("role:s parts:a");
  private static final GeminiShape PART =
      new GeminiShape(
          "text:s thought:b thoughtSignature:s inlineData:o fileData:o functionCall:o"
              + " functionResponse:o executableCode:o codeExecutionResult:o videoMetadata:o"
              + " mediaResolution:o partMetadata:o toolCall:o toolResponse:o");
  private static final GeminiShape BLOB = new GeminiShape("mimeType:s data:s displayName:s");
  private static final GeminiShape FILE = new GeminiShape("mimeType:s fileUri:s displayName:s");
  private static final GeminiShape FUNCTION_CALL =
      new GeminiShape("id:s name:s args:o partialArgs:a willContinue:b");
  private static final GeminiShape FUNCTION_RESPONSE =
      new GeminiShape("id:s name:s response:o willContinue:b scheduling:s parts:a");
  private static final Set<String> DATA =
      Set.of(
          "text",
          "inlineData",
          "fileData",
          "functionCall",
          "functionResponse",
          "executableCode",
          "codeExecutionResult",
          "toolCall",
          "toolResponse");

  /** What the documentation says to send for calls of other models. */
  private static final Set<String> DUMMIES =
      Set.of("context_engineering_is_the_way_to_go", "skip_thought_signature_validator");

  /** The role in which Gemini signs. */
  static final String SIGNED = "thought";

  private final TurnDraft draft;
  private final Signatures signatures;
  private final boolean signing;
  private final List<String> calls = new ArrayList<>();

  private GeminiContents(TurnDraft draft, Signatures signatures) {
    this.draft = draft;
    this.signatures = signatures;
    this.signing = draft.model.startsWith("gemini-3");
  }

  static void read(ObjectNode root, TurnDraft draft, Signatures signatures) {
    GeminiContents reader = new GeminiContents(draft, signatures);
    JsonNode system = root.path("systemInstruction");
    if (system.isObject()) {
      CONTENT.check(system, "system_instruction");
      StringBuilder text = new StringBuilder();
      system.path("parts").values().forEach(part -> text.append(part.path("text").asString("")));
      draft.message("system", text.toString());
    }
    reader.read(root.path("contents"));
  }

  private void read(JsonNode contents) {
    if (contents.isEmpty()) {
      throw Refusal.invalid("* GenerateContentRequest.contents: contents is not specified");
    }
    int current = startOfCurrentTurn(contents);
    for (int i = 0; i < contents.size(); i++) {
      content(contents.path(i), "contents[" + i + "]", i >= current);
    }
    String last = contents.path(contents.size() - 1).path("role").stringValue("user");
    if (last.equals("model")) {
      throw Refusal.invalid(
          "Please ensure that single turn requests end with a user role or the role field is"
              + " empty. Multiturn requests must end with a user role or a function response.");
    }
  }

  /** The last user content that is no function response: before it, signatures do not matter. */
  private static int startOfCurrentTurn(JsonNode contents) {
    for (int i = contents.size() - 1; i >= 0; i--) {
      JsonNode content = contents.path(i);
      if (!content.path("role").stringValue("user").equals("model")
          && !content.path("parts").path(0).has("functionResponse")) {
        return i;
      }
    }
    return 0;
  }

  private void content(JsonNode content, String at, boolean current) {
    CONTENT.check(content, at);
    String role = content.path("role").stringValue("user");
    if (!role.equals("user") && !role.equals("model")) {
      throw Refusal.invalid("Please use a valid role: user, model.");
    }
    if (content.path("parts").isEmpty()) {
      throw Refusal.invalid("* GenerateContentRequest." + at + ".parts: must not be empty.");
    }
    StringBuilder text = new StringBuilder();
    List<String> called = new ArrayList<>();
    List<JsonNode> responses = new ArrayList<>();
    int index = 0;
    for (JsonNode part : content.path("parts").values()) {
      String path = at + ".parts[" + index++ + "]";
      part(part, path);
      if (!part.path("thought").asBoolean(false)) {
        text.append(part.path("text").stringValue(""));
      }
      if (part.has("functionCall")) {
        signature(part, called.isEmpty() && current, path);
        called.add(part.path("functionCall").path("name").stringValue(""));
      }
      if (part.has("functionResponse")) {
        responses.add(part.path("functionResponse"));
      }
    }
    follow(role, called, responses);
    if (responses.isEmpty() || !text.isEmpty()) {
      draft.message(role.equals("model") ? "assistant" : "user", text.toString());
    }
    responses.forEach(response -> draft.result(response.path("response").toString()));
  }

  private void follow(String role, List<String> called, List<JsonNode> responses) {
    if (role.equals("user") && !called.isEmpty()) {
      throw Refusal.invalid("Please ensure that function calls come from the model.");
    }
    if (responses.size() != calls.size()) {
      throw Refusal.invalid(
          calls.isEmpty()
              ? "Please ensure that function response turn comes immediately after a function call"
                  + " turn."
              : "Please ensure that the number of function response parts is equal to the number of"
                  + " function call parts of the function call turn.");
    }
    List<String> open = new ArrayList<>(calls);
    for (JsonNode response : responses) {
      String name = response.path("name").stringValue("");
      if (!open.remove(name)) {
        throw Refusal.invalid("function_response.name: no such function was called: " + name);
      }
    }
    calls.clear();
    calls.addAll(called);
  }

  private void part(JsonNode part, String at) {
    PART.check(part, at);
    long data = DATA.stream().filter(part::has).count();
    if (data > 1 || (data == 0 && !part.has("thoughtSignature"))) {
      throw Refusal.invalid(
          "* GenerateContentRequest."
              + at
              + ".data: required oneof field 'data' must have one initialized field");
    }
    if (part.has("inlineData")) {
      JsonNode blob = part.path("inlineData");
      BLOB.check(blob, at + ".inline_data");
      String type = blob.path("mimeType").stringValue("");
      try {
        draft.attach(
            Attachment.of(type.startsWith("image/"), type, blob.path("data").stringValue("")));
      } catch (IllegalArgumentException e) {
        throw Refusal.invalid(
            "Invalid value at '" + at + ".inline_data.data' (TYPE_BYTES), Base64 decoding failed");
      }
      if (type.isEmpty()) {
        throw Refusal.invalid(at + ".inline_data.mime_type: must be set");
      }
    }
    if (part.has("fileData")) {
      JsonNode file = part.path("fileData");
      FILE.check(file, at + ".file_data");
      boolean image = file.path("mimeType").stringValue("").startsWith("image/");
      draft.attach(Attachment.at(image, file.path("fileUri").stringValue("")));
    }
    if (part.has("functionCall")) {
      FUNCTION_CALL.check(part.path("functionCall"), at + ".function_call");
    }
    if (part.has("functionResponse")) {
      FUNCTION_RESPONSE.check(part.path("functionResponse"), at + ".function_response");
      if (!part.path("functionResponse").path("response").isObject()) {
        throw Refusal.invalid(at + ".function_response.response: must be set");
      }
    }
  }

  private void signature(JsonNode part, boolean wanted, String at) {
    String name = part.path("functionCall").path("name").stringValue("");
    String signature = part.path("thoughtSignature").stringValue("");
    if (signature.isEmpty()) {
      if (signing && wanted) {
        throw Refusal.invalid(
            "Function call is missing a thought_signature in functionCall parts. This is required"
                + " for tools to work correctly, and missing thought_signature may lead to degraded"
                + " model performance. Additional data, function call `default_api:"
                + name
                + "` , position "
                + at
                + ".");
      }
    } else if (!DUMMIES.contains(signature) && !signatures.verify(SIGNED, name, signature)) {
      throw Refusal.invalid("Corrupted thought signature.");
    }
  }
}
