package io.tollgate.adapters.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.OrderedEvents;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.dialect.Transcript;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.money.Picodollars;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * What holds of every dialect, whatever bytes it is given. Anything else that is thrown is a fault.
 */
public final class AnyInput {

  private static final int MAX_EVENT_BYTES = 4_096;
  private static final Picodollars COST = Picodollars.ofDollars("0.25");

  private AnyInput() {}

  /**
   * A request is refused with status 400, or it can be said to every provider.
   *
   * @return whether it was understood
   */
  public static boolean request(
      ClientDialect client,
      RequestHead head,
      byte[] body,
      List<? extends ProviderDialect> providers) {
    try {
      ClientCall call = client.read(head, body, 0, body.length);
      assertThat(call.trail()).isEqualTo(client.read(head, body, 0, body.length).trail());
      for (ProviderDialect provider : providers) {
        provider.passThrough(call, "model");
        Losses losses = new Losses();
        byte[] written = provider.write(call.conversation(), "model", losses).body().toByteArray();
        assertThat(JsonDocument.read(written, 0, written.length).isObject()).isTrue();
      }
      return true;
    } catch (MalformedRequest e) {
      assertThat(e.status()).isEqualTo(400);
      assertThat(e.message()).isNotBlank();
      return false;
    }
  }

  /**
   * A request is refused with status 400, or its providers are asked, whatever they answer.
   *
   * @return whether it was understood
   */
  public static boolean passing(
      ClientDialect client, byte[] body, List<? extends ProviderDialect> providers) {
    try {
      ClientCall call = client.read(RequestHead.NONE, body, 0, body.length);
      for (ProviderDialect provider : providers) {
        Crossing crossing = provider.passThrough(call, "model");
        if (crossing != null) {
          byte[] sent = crossing.request().body().toByteArray();
          assertThat(JsonDocument.read(sent, 0, sent.length).isObject()).isTrue();
          relay(provider, crossing, body);
        }
      }
      return true;
    } catch (MalformedRequest e) {
      assertThat(e.status()).isEqualTo(400);
      return false;
    }
  }

  /** Bytes that pass through are read on their way, and are as hostile as any. */
  private static void relay(ProviderDialect provider, Crossing crossing, byte[] body) {
    if (crossing.answer("answer", 1, body, 0, body.length) instanceof AnswerReading.Whole whole) {
      whole.reportedUsage();
      whole.withCost(COST).toByteArray();
    }
    if (provider.talks()) {
      relayStream(crossing, body);
      Transcript transcript = new Transcript(provider.decoder(1, MAX_EVENT_BYTES), body.length);
      transcript.feed(body, 0, body.length);
      transcript.completion();
    }
  }

  private static void relayStream(Crossing crossing, byte[] body) {
    AnswerStream stream = crossing.stream("answer", 1_800_000_000, MAX_EVENT_BYTES);
    int[] ends = {0};
    AnswerStream.Sink sink =
        new AnswerStream.Sink() {
          @Override
          public void piece(AnswerStream.Kind kind, byte[] array, int offset, int length) {
            assertThat(offset + length).isLessThanOrEqualTo(array.length);
          }

          @Override
          public void complete(AnswerStream.Closing closing) {
            ends[0]++;
            closing.bytes(COST).toByteArray();
          }
        };
    stream.feed(body, 0, body.length, sink);
    boolean complete = stream.end(sink);
    stream.reportedUsage();
    assertThat(ends[0]).isEqualTo(complete ? 1 : 0);
    assertThat(stream.isComplete()).isEqualTo(complete);
  }

  /**
   * A plain answer is one, an error or neither, and can be said to every client.
   *
   * @return whether it was an answer
   */
  public static boolean answer(
      ProviderDialect provider, byte[] body, List<? extends ClientCall> calls) {
    relay(provider, body, calls);
    provider.usage(body, 0, body.length);
    provider.error(500, body, 0, body.length);
    if (!(provider.read(body, 0, body.length) instanceof Completion completion)) {
      return false;
    }
    for (ClientCall call : calls) {
      byte[] written = call.answer(completion, "answer", COST);
      assertThat(JsonDocument.read(written, 0, written.length).isObject()).isTrue();
    }
    return true;
  }

  /**
   * A stream is the same events however it is cut, in their order once that is held to, and can be
   * said to every client.
   *
   * @return whether it was a whole answer
   */
  public static boolean stream(
      ProviderDialect provider, byte[] body, List<? extends ClientCall> calls) {
    relay(provider, body, calls);
    List<AnswerEvent> events = decode(provider, body, body.length + 1, 0);
    EventOrder.check(events);
    assertThat(decode(provider, body, 1, 0)).as("byte by byte").hasToString(events.toString());
    assertThat(decode(provider, body, 64, body.length))
        .as("in pieces")
        .hasToString(events.toString());
    for (ClientCall call : calls) {
      StreamEncoder encoder = call.encoder("answer", 1_800_000_000);
      for (AnswerEvent event : events) {
        if (isForEncoders(event)) {
          encoder.encode(event);
        }
      }
      encoder.closing(null, null, COST);
    }
    return !events.isEmpty() && events.getLast() instanceof AnswerEvent.Ended;
  }

  private static void relay(
      ProviderDialect provider, byte[] body, List<? extends ClientCall> calls) {
    for (ClientCall call : calls) {
      Crossing crossing = provider.passThrough(call, "model");
      if (crossing != null) {
        relay(provider, crossing, body);
      }
    }
  }

  private static boolean isForEncoders(AnswerEvent event) {
    return switch (event) {
      case AnswerEvent.Metered _,
          AnswerEvent.Ended _,
          AnswerEvent.Failed _,
          AnswerEvent.Malformed _,
          AnswerEvent.Oversized _ ->
          false;
      case AnswerEvent.Started _,
          AnswerEvent.BlockOpened _,
          AnswerEvent.TextDelta _,
          AnswerEvent.ReasoningDelta _,
          AnswerEvent.Signature _,
          AnswerEvent.ArgumentsDelta _,
          AnswerEvent.RefusalDelta _,
          AnswerEvent.Cited _,
          AnswerEvent.Logprobs _,
          AnswerEvent.BlockClosed _,
          AnswerEvent.Finished _,
          AnswerEvent.Ping _ ->
          true;
    };
  }

  private static List<AnswerEvent> decode(
      ProviderDialect provider, byte[] body, int largest, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StreamDecoder decoder = provider.decoder(1, MAX_EVENT_BYTES);
    List<AnswerEvent> events = new ArrayList<>();
    OrderedEvents order = new OrderedEvents();
    Consumer<AnswerEvent> sink = event -> order.next(event, events::add);
    for (int from = 0; from < body.length; ) {
      int length = Math.min(body.length - from, seed == 0 ? largest : 1 + random.nextInt(largest));
      // A chunk of its own: whoever keeps a slice must not see it change.
      byte[] chunk = new byte[length];
      System.arraycopy(body, from, chunk, 0, length);
      decoder.feed(chunk, 0, length, sink);
      from += length;
    }
    decoder.end(sink);
    return events;
  }
}
