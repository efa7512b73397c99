package io.tollgate.adapters.gemini;

import io.tollgate.adapters.json.RandomJson;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Writes random requests and answers that say what the dialect can, each thing in the one way it is
 * written again: parameters as JSON schema, one list of functions, types of media always given.
 */
final class RandomGemini {

  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"a_b\":{\"type\":[\"string\",\"null\"]}}}";

  private final RandomGenerator random;
  private final RandomJson json;
  private int calls;

  RandomGemini(RandomGenerator random) {
    this.random = random;
    this.json = new RandomJson(random);
  }

  private boolean flip() {
    return random.nextBoolean();
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String quoted() {
    return json.string(json.text());
  }

  private String words() {
    return json.string("w" + json.text());
  }

  String request() {
    List<String> members = new ArrayList<>();
    List<String> contents = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      contents.add(content(flip() ? "user" : "model"));
    }
    members.add(json.member("contents", json.array(contents)));
    if (flip()) {
      String parts = json.array(List.of("{\"text\":" + quoted() + "}"));
      members.add(json.member("systemInstruction", "{\"parts\":" + parts + "}"));
    }
    if (flip()) {
      members.add(json.member("tools", tools()));
      members.add(json.member("toolConfig", toolConfig()));
    }
    if (flip()) {
      members.add(json.member("generationConfig", generationConfig()));
    }
    if (flip()) {
      members.add(
          "\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"OFF\"}]");
      members.add("\"cachedContent\":\"cachedContents/x\"");
    }
    if (flip()) {
      members.add("\"labels\":{\"task\":\"t\",\"other_name\":\"u\"}");
      members.add("\"serviceTier\":\"flex\"");
      members.add("\"store\":false");
      members.add("\"brandNew\":{\"snakeNot\":[1,{\"x\":2}]}");
    }
    return json.object(members);
  }

  private String content(String role) {
    List<String> parts = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      parts.add(part());
    }
    return json.object(
        List.of(json.member("role", json.string(role)), json.member("parts", json.array(parts))));
  }

  private String part() {
    List<String> members = new ArrayList<>();
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        members.add(json.member("text", quoted()));
        if (random.nextInt(3) == 0) {
          members.add("\"thoughtSignature\":\"c2ln\"");
        }
      }
      case 2 -> {
        members.add(json.member("text", words()));
        members.add("\"thought\":true");
        if (flip()) {
          members.add("\"thoughtSignature\":\"c2ln\"");
        }
      }
      case 3 -> {
        String id = flip() ? "\"id\":\"c" + calls++ + "\"," : "";
        members.add(
            "\"functionCall\":{" + id + "\"name\":\"f\",\"args\":{\"a_b\":" + json.value(1) + "}}");
        if (flip()) {
          members.add("\"thoughtSignature\":\"c2ln\"");
        }
      }
      case 4 -> {
        String id = "\"id\":\"c" + calls++ + "\",";
        String parts =
            flip()
                ? ",\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AA\"}}]"
                : "";
        String response = json.object(List.of(json.member("result", json.value(2))));
        members.add(
            "\"functionResponse\":{"
                + id
                + "\"name\":\"f\",\"response\":"
                + response
                + parts
                + "}");
      }
      case 5 -> {
        String type = one("image/png", "audio/wav", "video/mp4", "application/pdf");
        String name = flip() ? ",\"displayName\":\"n\"" : "";
        members.add("\"inlineData\":{\"mimeType\":\"" + type + "\",\"data\":\"AAAA\"" + name + "}");
        if (flip()) {
          members.add("\"videoMetadata\":{\"fps\":2}");
        }
      }
      case 6 -> {
        String uri = one("gs://b/o", "https://example.com/a.png", "https://youtu.be/x");
        String type = flip() ? "\"mimeType\":\"image/png\"," : "";
        members.add("\"fileData\":{" + type + "\"fileUri\":\"" + uri + "\"}");
      }
      default ->
          members.add(
              one(
                  "\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1+1\"}",
                  "\"codeExecutionResult\":{\"outcome\":\"OUTCOME_OK\",\"output\":\"2\"}",
                  "\"toolCall\":{\"toolType\":\"GOOGLE_SEARCH\",\"args\":{}}"));
    }
    return json.object(members);
  }

  private String tools() {
    List<String> functions = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      List<String> members = new ArrayList<>(List.of("\"name\":\"f" + i + "\""));
      if (flip()) {
        members.add(json.member("description", quoted()));
      }
      if (flip()) {
        members.add("\"parametersJsonSchema\":" + SCHEMA);
      }
      if (flip()) {
        members.add("\"behavior\":\"NON_BLOCKING\"");
      }
      functions.add(json.object(members));
    }
    List<String> tools = new ArrayList<>();
    tools.add("{\"functionDeclarations\":" + json.array(functions) + "}");
    if (flip()) {
      tools.add(one("{\"googleSearch\":{}}", "{\"codeExecution\":{}}", "{\"urlContext\":{}}"));
    }
    return json.array(tools);
  }

  private String toolConfig() {
    String calling =
        one(
            "{\"mode\":\"AUTO\"}",
            "{\"mode\":\"NONE\"}",
            "{\"mode\":\"ANY\"}",
            "{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f1\"]}",
            "{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f1\",\"f2\"]}",
            "{\"mode\":\"VALIDATED\",\"allowedFunctionNames\":[\"f1\"]}",
            "{\"mode\":\"ANY\",\"streamFunctionCallArguments\":true}",
            "{\"mode\":\"NEWER\"}");
    String more = flip() ? ",\"includeServerSideToolInvocations\":true" : "";
    return "{\"functionCallingConfig\":" + calling + more + "}";
  }

  private String generationConfig() {
    List<String> members = new ArrayList<>();
    String[] all = {
      "\"maxOutputTokens\":100",
      "\"temperature\":0.70",
      "\"topP\":0.95",
      "\"topK\":40",
      "\"candidateCount\":2",
      "\"stopSequences\":[\"a\",\"b\"]",
      "\"presencePenalty\":-0.5",
      "\"frequencyPenalty\":1.5",
      "\"seed\":7",
      "\"responseLogprobs\":true",
      "\"logprobs\":5",
      "\"responseModalities\":[\"TEXT\",\"IMAGE\"]",
      "\"speechConfig\":{\"languageCode\":\"de\"}",
      "\"mediaResolution\":\"MEDIA_RESOLUTION_LOW\""
    };
    for (String member : all) {
      if (random.nextInt(3) == 0) {
        members.add(member);
      }
    }
    members.add(
        one(
            "\"responseMimeType\":\"application/json\"",
            "\"responseMimeType\":\"text/plain\"",
            "\"responseMimeType\":\"text/x.enum\",\"responseSchema\":{\"enum\":[\"A\"]}",
            "\"responseMimeType\":\"application/json\",\"responseJsonSchema\":" + SCHEMA));
    if (flip()) {
      members.add(
          one(
              "\"thinkingConfig\":{\"thinkingBudget\":-1}",
              "\"thinkingConfig\":{\"thinkingBudget\":512,\"includeThoughts\":true}",
              "\"thinkingConfig\":{\"thinkingLevel\":\"HIGH\",\"includeThoughts\":false}",
              "\"thinkingConfig\":{\"thinkingLevel\":\"LOW\",\"brandNew\":1}"));
    }
    return json.object(members);
  }

  /** An answer with the parts of each candidate, one of each kind of text in a row at most. */
  String answer() {
    List<String> members = new ArrayList<>();
    List<String> candidates = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      candidates.add(candidate(i));
    }
    members.add(json.member("candidates", json.array(candidates)));
    members.add(
        "\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":4,"
            + "\"totalTokenCount\":20,\"thoughtsTokenCount\":7,\"cachedContentTokenCount\":3,"
            + "\"serviceTier\":\"flex\"}");
    members.add("\"modelVersion\":\"m\"");
    members.add("\"responseId\":\"r\"");
    return json.object(members);
  }

  private String candidate(int index) {
    List<String> parts = new ArrayList<>();
    if (flip()) {
      parts.add("{\"text\":" + words() + ",\"thought\":true}");
    }
    if (flip()) {
      parts.add("{\"text\":" + words() + (flip() ? ",\"thoughtSignature\":\"cw\"}" : "}"));
    }
    if (flip()) {
      parts.add("{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1\"}}");
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      String id = flip() ? "\"id\":\"k" + calls++ + "\"," : "";
      String signature = flip() ? ",\"thoughtSignature\":\"cw\"" : "";
      parts.add(
          "{\"functionCall\":{"
              + id
              + "\"name\":\"f\",\"args\":{\"x\":"
              + json.value(1)
              + "}}"
              + signature
              + "}");
    }
    if (parts.isEmpty()) {
      parts.add("{\"text\":\"\"}");
    }
    List<String> members = new ArrayList<>();
    members.add("\"content\":{\"role\":\"model\",\"parts\":" + json.array(parts) + "}");
    members.add("\"index\":" + index);
    members.add(
        "\"finishReason\":\"" + one("STOP", "MAX_TOKENS", "SAFETY", "SPII", "LANGUAGE") + "\"");
    if (flip()) {
      members.add(
          "\"safetyRatings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"probability\":\"LOW\"}]");
    }
    if (flip()) {
      members.add(
          "\"logprobsResult\":{\"chosenCandidates\":[{\"token\":\"é\",\"logProbability\":-0.5}],"
              + "\"topCandidates\":[{\"candidates\":[{\"token\":\"é\",\"logProbability\":-0.5}]}]}");
    }
    if (flip()) {
      members.add(
          "\"groundingMetadata\":{\"webSearchQueries\":[\"q\"],\"groundingChunks\":[{\"web\":{"
              + "\"uri\":\"https://e.com\",\"title\":\"t\"}}],\"groundingSupports\":[{\"segment\":{"
              + "\"endIndex\":1,\"text\":\"w\"},\"groundingChunkIndices\":[0]}]}");
      members.add("\"finishMessage\":\"why\"");
    }
    return json.object(members);
  }
}
