package io.tollgate.adapters.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the dialect says comes out of the conversation as it went in. */
class GeminiRoundTripTest {

  private static final long SEED = 20_261_122;

  @Test
  void a_request_read_and_written_is_the_same() throws Exception {
    for (int round = 0; round < 800; round++) {
      String request = new RandomGemini(new SplittableRandom(SEED + round)).request();
      Losses losses = new Losses();
      Conversation conversation = Wire.conversation(request);
      assertThat(Wire.request(conversation, "gemini-3-flash", losses))
          .as("seed %d: %s", SEED + round, request)
          .isEqualTo(JsonTree.parse(request));
      assertThat(losses.all()).isEmpty();
    }
  }

  @Test
  void a_request_is_read_alike_in_snake_case() throws Exception {
    String camel =
        "{'systemInstruction':{'parts':[{'text':'s'}]},'contents':[{'role':'user','parts':["
            + "{'inlineData':{'mimeType':'image/png','data':'AA'}},"
            + "{'functionCall':{'name':'f','args':{'snake_case':1}}}]}],"
            + "'generationConfig':{'maxOutputTokens':5,'thinkingConfig':{'includeThoughts':true}}}";
    String snake =
        camel
            .replace("systemInstruction", "system_instruction")
            .replace("inlineData", "inline_data")
            .replace("mimeType", "mime_type")
            .replace("functionCall", "function_call")
            .replace("generationConfig", "generation_config")
            .replace("maxOutputTokens", "max_output_tokens")
            .replace("thinkingConfig", "thinking_config")
            .replace("includeThoughts", "include_thoughts");
    ClientCall call = Wire.call(false, snake);
    assertThat(call.conversation()).isEqualTo(Wire.conversation(camel));
    assertThat(call.profile().maxOutputTokens()).isEqualTo(5);
    assertThat(call.profile().needs()).isEqualTo(Wire.call(false, camel).profile().needs());
  }

  @Test
  void an_answer_read_and_written_is_the_same() throws Exception {
    ClientCall call = client();
    for (int round = 0; round < 800; round++) {
      String answer = new RandomGemini(new SplittableRandom(SEED + round)).answer();
      Completion completion = Wire.completion(answer);
      assertThat(JsonTree.parse(call.answer(completion, "r", null)))
          .as("seed %d: %s", SEED + round, answer)
          .isEqualTo(JsonTree.parse(answer));
    }
  }

  @Test
  void a_stream_read_and_written_says_the_same_however_it_is_cut() throws Exception {
    for (int round = 0; round < 300; round++) {
      SplittableRandom random = new SplittableRandom(SEED + round);
      String answer = new RandomGemini(random).answer();
      byte[] stream = chunks(answer, random);
      int choices = Wire.completion(answer).choices().size();
      List<AnswerEvent> whole = Wire.decode(choices, stream, List.of(stream.length));
      assertThat(Wire.decode(choices, stream, ends(stream.length, random)))
          .as("seed %d: %s", SEED + round, answer)
          .isEqualTo(whole);
      assertThat(whole.getLast()).as("seed %d", SEED + round).isInstanceOf(AnswerEvent.Ended.class);
      assertThat(joined(encode(client().encoder("r", 0), whole)))
          .as("seed %d: %s", SEED + round, answer)
          .isEqualTo(joined(stream));
    }
  }

  private static ClientCall client() throws Exception {
    return Wire.call(
        true,
        "{'contents':[{'parts':[]}],'generationConfig':{'thinkingConfig':{'includeThoughts':true}}}");
  }

  /** An answer in chunks: each part in one of its own, the rest with the last. */
  private static byte[] chunks(String answer, SplittableRandom random) {
    JsonNode document = JsonDocument.read(answer);
    List<String> chunks = new ArrayList<>();
    for (JsonNode candidate : document.path("candidates").values()) {
      for (JsonNode part : candidate.path("content").path("parts").values()) {
        ObjectNode chunk = Trees.object("modelVersion", "m").put("responseId", "r");
        ObjectNode piece = Trees.object("index", candidate.path("index"));
        piece.set("content", Trees.object("parts", Trees.array().add(part)));
        chunk.putArray("candidates").add(piece);
        chunks.add(JsonDocument.text(chunk));
      }
    }
    ObjectNode last = (ObjectNode) document;
    for (JsonNode candidate : last.path("candidates").values()) {
      ((ObjectNode) candidate)
          .set("content", Trees.object("parts", Trees.array().add(Trees.object("text", ""))));
    }
    chunks.add(JsonDocument.text(last));
    if (random.nextBoolean()) {
      chunks.add("");
    }
    return Wire.events(chunks.toArray(String[]::new));
  }

  private static List<Integer> ends(int length, SplittableRandom random) {
    List<Integer> ends = new ArrayList<>();
    for (int end = 0; end < length; ) {
      end = Math.min(length, end + random.nextInt(80));
      ends.add(end);
    }
    return ends;
  }

  private static byte[] encode(StreamEncoder encoder, List<AnswerEvent> events) {
    StringBuilder stream = new StringBuilder();
    ReportedUsage usage = null;
    String tier = null;
    for (AnswerEvent event : events) {
      stream.append(new String(encoder.encode(event), UTF_8));
      if (event instanceof AnswerEvent.Metered metered) {
        usage = metered.usage();
        tier = metered.servedTier();
      }
    }
    stream.append(new String(encoder.closing(usage, tier, null), UTF_8));
    return stream.toString().getBytes(UTF_8);
  }

  /**
   * What a client that puts the chunks together has: by candidate its parts, texts of a kind joined
   * and signatures of texts kept apart, and the other members.
   */
  private static Object joined(byte[] stream) {
    Map<String, Object> all = new java.util.TreeMap<>();
    Map<Integer, List<Object>> parts = new java.util.TreeMap<>();
    for (String event : new String(stream, UTF_8).split("\r\n\r\n", -1)) {
      String data = event.replaceFirst("^data: ", "");
      if (data.isBlank()) {
        continue;
      }
      JsonNode chunk = JsonDocument.read(data);
      for (JsonNode candidate : chunk.path("candidates").values()) {
        int index = candidate.path("index").intValue();
        for (JsonNode part : candidate.path("content").path("parts").values()) {
          add(parts.computeIfAbsent(index, _ -> new ArrayList<>()), part);
        }
        candidate
            .properties()
            .forEach(member -> {
              if (!member.getKey().equals("content")) {
                all.put(
                    index + "." + member.getKey(),
                    JsonTree.parse(JsonDocument.write(member.getValue())));
              }
            });
      }
      put(all, "usage", chunk.get("usageMetadata"));
      put(all, "id", chunk.get("responseId"));
      put(all, "model", chunk.get("modelVersion"));
    }
    all.put("parts", parts);
    return all;
  }

  private static void put(Map<String, Object> all, String name, @Nullable JsonNode value) {
    if (value != null) {
      all.put(name, JsonTree.parse(JsonDocument.write(value)));
    }
  }

  private static void add(List<Object> parts, JsonNode part) {
    if (!part.has("text")) {
      parts.add(JsonTree.parse(JsonDocument.write(part)));
      return;
    }
    String text = part.path("text").stringValue();
    if (!text.isEmpty()) {
      parts.add(part.has("thought") + " " + text);
    }
    if (part.has("thoughtSignature")) {
      parts.add("signature " + part.path("thoughtSignature").stringValue());
    }
  }
}
