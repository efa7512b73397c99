package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** A model's one answer, encoded beforehand, for a provider that works flat out. */
final class CannedAnswer {

  private final SimulatedModel model;
  private final Asked asked;
  private final Answer answer;
  private final int eventsPerWrite;

  private CannedAnswer(SimulatedModel model, Asked asked, Answer answer, int eventsPerWrite) {
    this.model = model;
    this.asked = asked;
    this.answer = answer;
    this.eventsPerWrite = eventsPerWrite;
  }

  static CannedAnswer of(long seed, SimulatedModel model, int eventsPerWrite) {
    Asked asked = request(model, false);
    // The length is the model's typical one, so that a benchmark says what it measures.
    Directives typical = Directives.length(model.typicalOutputTokens());
    Answer answer = Composer.compose(seed, model, asked.turn(), typical);
    return new CannedAnswer(model, asked, answer, eventsPerWrite);
  }

  private static Asked request(SimulatedModel model, boolean includeUsage) {
    String json =
        ("{\"model\":%s,\"stream\":true,\"stream_options\":{\"include_usage\":%s},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"benchmark\"}]}")
            .formatted(JsonText.quoted(model.name()), includeUsage);
    return ChatReader.read(Trees.object(Buffer.buffer(json)));
  }

  /** What the answer consumes, plain or streamed. */
  SimulatedUsage usage() {
    return answer.usage();
  }

  Buffer plain() {
    return asked.voice().plain(saying(asked));
  }

  /** The stream, cut into writes of some events each. */
  List<Buffer> writes(boolean includeUsage) {
    Asked wanted = includeUsage ? request(model, true) : asked;
    List<Buffer> events =
        wanted.voice().stream(saying(wanted)).stream()
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

  /** How the stream begins: all up to its first token, in one piece. */
  Buffer beginning() {
    Buffer beginning = Buffer.buffer();
    asked.voice().stream(saying(asked)).stream()
        .map(Step::event)
        .filter(event -> event.length() > 0)
        .limit(2)
        .forEach(beginning::appendBuffer);
    return beginning;
  }

  private Saying saying(Asked wanted) {
    return new Saying(answer, wanted.turn(), model, 0, null);
  }
}
