package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.AnswerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Feeds streams to decoders, for tests. */
public final class Decoding {

  private static final int MAX_EVENT_BYTES = 100_000;

  private Decoding() {}

  /** The events of a stream that comes in one piece and then ends. */
  public static List<AnswerEvent> whole(ProviderDialect dialect, byte[] stream) {
    List<AnswerEvent> events = new ArrayList<>();
    StreamDecoder decoder = dialect.decoder(1, MAX_EVENT_BYTES);
    decoder.feed(stream, 0, stream.length, events::add);
    decoder.end(events::add);
    return events;
  }

  /** The events of a stream that comes in pieces of random length, each at an offset. */
  public static List<AnswerEvent> chunked(
      ProviderDialect dialect, byte[] stream, RandomGenerator random, int longest) {
    List<AnswerEvent> events = new ArrayList<>();
    StreamDecoder decoder = dialect.decoder(1, MAX_EVENT_BYTES);
    int at = 0;
    while (at < stream.length) {
      int count = Math.min(stream.length - at, random.nextInt(1, longest + 1));
      byte[] chunk = new byte[count + 5];
      System.arraycopy(stream, at, chunk, 3, count);
      decoder.feed(chunk, 3, count, events::add);
      // Whoever reads a chunk later than while it is fed sees rubbish.
      java.util.Arrays.fill(chunk, (byte) 0x7F);
      at += count;
    }
    decoder.end(events::add);
    return events;
  }
}
