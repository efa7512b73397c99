package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A model's one answer, encoded beforehand, for a provider that works flat out. */
final class CannedAnswer {

  private final SimulatedModel model;
  private final ChatRequest chat;
  private final Answer answer;
  private final int eventsPerWrite;

  private CannedAnswer(SimulatedModel model, ChatRequest chat, Answer answer, int eventsPerWrite) {
    this.model = model;
    this.chat = chat;
    this.answer = answer;
    this.eventsPerWrite = eventsPerWrite;
  }

  static CannedAnswer of(long seed, SimulatedModel model, int eventsPerWrite) {
    ChatRequest chat = request(model, false);
    // The length is the model's typical one, so that a benchmark says what it measures.
    Directives typical = new Directives(null, null, List.of(), model.typicalOutputTokens());
    Answer answer = Composer.compose(seed, model, chat, typical);
    return new CannedAnswer(model, chat, answer, eventsPerWrite);
  }

  private static ChatRequest request(SimulatedModel model, boolean includeUsage) {
    String json =
        ("{\"model\":%s,\"stream_options\":{\"include_usage\":%s},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"benchmark\"}]}")
            .formatted(JsonText.quoted(model.name()), includeUsage);
    return ChatRequest.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  Buffer plain() {
    return Buffer.buffer(CompletionJson.of(answer, model, 0, null));
  }

  /** The stream, cut into writes of some events each. */
  List<Buffer> writes(boolean includeUsage) {
    ChatRequest asked = includeUsage ? request(model, true) : chat;
    List<Buffer> events =
        StreamScript.write(answer, asked, model, 0, null).stream()
            .map(Step::event)
            .filter(event -> event.length() > 0)
            .toList();
    List<Buffer> writes = new ArrayList<>();
    for (int i = 0; i < events.size(); i += eventsPerWrite) {
      Buffer write = Buffer.buffer();
      events.stream().skip(i).limit(eventsPerWrite).forEach(write::appendBuffer);
      writes.add(write);
    }
    return List.copyOf(writes);
  }
}
