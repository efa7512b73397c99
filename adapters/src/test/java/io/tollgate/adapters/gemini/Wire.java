package io.tollgate.adapters.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.json.JsonTree;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.money.Picodollars;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short ways of reading and writing, for tests. */
final class Wire {

  static final Picodollars COST = Picodollars.ofDollars("0.00175");
  static final GeminiProvider PROVIDER = GeminiProvider.of();

  private Wire() {}

  /** A request body; single quotes stand for double ones. */
  static ClientCall call(boolean stream, String body) throws MalformedRequest {
    byte[] bytes = json(body);
    RequestHead head = new RequestHead("gemini-2.5-flash", stream, Map.of());
    return new GeminiClient().read(head, bytes, 0, bytes.length);
  }

  static Conversation conversation(String body) throws MalformedRequest {
    return call(false, body).conversation();
  }

  /** A conversation as a request to a model. */
  static Object request(Conversation conversation, String model, Losses losses) {
    return JsonTree.parse(PROVIDER.write(conversation, model, losses).body().toByteArray());
  }

  static Completion completion(String body) {
    byte[] bytes = json(body);
    if (PROVIDER.read(bytes, 0, bytes.length) instanceof Completion completion) {
      return completion;
    }
    throw new AssertionError("no answer: " + body);
  }

  static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }

  static Object tree(String text) {
    return JsonTree.parse(json(text));
  }

  /** Chunks as events of a stream, as Google writes them. */
  static byte[] events(String... chunks) {
    StringBuilder events = new StringBuilder();
    for (String chunk : chunks) {
      events.append("data: ").append(chunk.replace('\'', '"')).append("\r\n\r\n");
    }
    return events.toString().getBytes(UTF_8);
  }

  /** What a decoder makes of a stream that ends properly. */
  static List<AnswerEvent> decode(byte[] stream) {
    return decode(1, stream, List.of(stream.length));
  }

  static List<AnswerEvent> decode(int choices, byte[] stream, List<Integer> ends) {
    List<AnswerEvent> events = new ArrayList<>();
    var decoder = PROVIDER.decoder(choices, 1_000_000);
    int from = 0;
    for (int end : ends) {
      byte[] chunk = Arrays.copyOfRange(stream, from, end);
      decoder.feed(chunk, 0, chunk.length, events::add);
      from = end;
    }
    decoder.end(events::add);
    return events;
  }

  /** What a stream handed on. */
  static final class Pieces implements AnswerStream.Sink {
    final List<String> kinds = new ArrayList<>();
    final StringBuilder forwarded = new StringBuilder();
    AnswerStream.@Nullable Closing closing;

    @Override
    public void piece(AnswerStream.Kind kind, byte[] array, int offset, int length) {
      kinds.add(kind.name());
      if (kind == AnswerStream.Kind.CONTENT || kind == AnswerStream.Kind.PRELUDE) {
        forwarded.append(new String(array, offset, length, UTF_8));
      }
    }

    @Override
    public void complete(AnswerStream.Closing rest) {
      kinds.add("COMPLETE");
      closing = rest;
    }

    String closing(@Nullable Picodollars cost) {
      AnswerStream.Closing rest = closing;
      return rest == null ? "" : text(rest.bytes(cost));
    }
  }

  static String text(Segments segments) {
    return new String(segments.toByteArray(), UTF_8);
  }
}
