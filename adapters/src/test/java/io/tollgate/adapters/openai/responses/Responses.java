package io.tollgate.adapters.openai.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.LeftOut;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the tests of this package share. */
final class Responses {

  static final ResponsesProvider PROVIDER = ResponsesProvider.of();

  static final ReportedUsage USAGE =
      new ReportedUsage(
          new Usage(10, 5, 0, 0, 2, 0, 7, 3, 0), UsageQuality.PROVIDER_REPORTED, List.of());

  private Responses() {}

  /** JSON with single quotes. */
  static JsonNode json(String text) {
    return JsonDocument.read(text.replace('\'', '"'));
  }

  static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }

  /** A request in JSON with single quotes. */
  static ResponsesRequest request(String text) throws MalformedRequest {
    byte[] body = bytes(text);
    return new ResponsesClient().read(RequestHead.NONE, body, 0, body.length);
  }

  static String text(Segments segments) {
    return new String(segments.toByteArray(), UTF_8);
  }

  /** What is written for a provider of the dialect. */
  static JsonNode written(Conversation conversation, Losses losses) {
    byte[] body = PROVIDER.write(conversation, conversation.model(), losses).body().toByteArray();
    LeftOut.unread(conversation, conversation.dialect().equals(PROVIDER.name()), losses);
    return JsonDocument.read(body, 0, body.length);
  }

  /** All bytes of a stream that an encoder writes. */
  static byte[] encoded(
      StreamEncoder encoder, List<AnswerEvent> events, @Nullable Picodollars cost) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    events.forEach(event -> out.writeBytes(encoder.encode(event)));
    out.writeBytes(encoder.closing(USAGE, "default", cost));
    return out.toByteArray();
  }

  /** The data of each event. */
  static List<JsonNode> data(byte[] stream) {
    return new String(stream, UTF_8)
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> JsonDocument.read(line.substring(6)))
        .toList();
  }

  /** The types of the events. */
  static List<String> types(byte[] stream) {
    return data(stream).stream().map(event -> event.get("type").stringValue()).toList();
  }

  /** What a decoder reads, the bytes cut into random chunks; in one where there is no random. */
  static List<AnswerEvent> decoded(byte[] stream, @Nullable SplittableRandom random) {
    StreamDecoder decoder = PROVIDER.decoder(1, 1 << 20);
    List<AnswerEvent> events = new ArrayList<>();
    for (int from = 0; from < stream.length; ) {
      int length = random == null ? stream.length : 1 + random.nextInt(40);
      length = Math.min(length, stream.length - from);
      decoder.feed(stream, from, length, events::add);
      from += length;
    }
    decoder.end(events::add);
    return events;
  }

  /** What came out of a relay. */
  static final class Relayed implements AnswerStream.Sink {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<AnswerStream.Kind> kinds = new ArrayList<>();
    AnswerStream.@Nullable Closing closing;

    @Override
    public void piece(AnswerStream.Kind kind, byte[] array, int offset, int length) {
      kinds.add(kind);
      bytes.write(array, offset, length);
    }

    @Override
    public void complete(AnswerStream.Closing end) {
      closing = end;
    }
  }

  /** Feeds a relay with the bytes, cut into random chunks; in one where there is no random. */
  static Relayed relayed(AnswerStream relay, byte[] stream, @Nullable SplittableRandom random) {
    Relayed relayed = new Relayed();
    for (int from = 0; from < stream.length; ) {
      int length = random == null ? stream.length : 1 + random.nextInt(60);
      length = Math.min(length, stream.length - from);
      relay.feed(stream, from, length, relayed);
      from += length;
    }
    relay.end(relayed);
    return relayed;
  }
}
