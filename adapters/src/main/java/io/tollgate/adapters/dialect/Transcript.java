package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.JsonDocument;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer written down as a whole one, whatever else becomes of its bytes: for who looks
 * at an answer and not only hands it on. Log probabilities are left out. Not safe for use by
 * several threads.
 */
public final class Transcript {

  /** What an event costs beside its text: blocks without text must not be free. */
  private static final int EVENT_CHARS = 16;

  private final StreamDecoder decoder;
  private final OrderedEvents order = new OrderedEvents();
  private final long charsMax;
  private final Map<Integer, TranscriptChoice> choices = new TreeMap<>();
  private long chars;
  private boolean ended;
  private boolean over;
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable String servedTier;
  private @Nullable ReportedUsage usage;

  /**
   * Nothing written yet.
   *
   * @param decoder reads the provider's bytes, of which it has seen none
   * @param charsMax the most characters that are written down: what is longer is given up
   */
  public Transcript(StreamDecoder decoder, long charsMax) {
    this.decoder = decoder;
    this.charsMax = charsMax;
  }

  /** The next bytes of the provider. */
  public void feed(byte[] array, int offset, int length) {
    if (!over) {
      decoder.feed(array, offset, length, this::read);
    }
  }

  /** About how many characters are kept. */
  public long chars() {
    return chars;
  }

  /** Forgets everything and reads no more. */
  public void giveUp() {
    over = true;
    chars = 0;
    choices.clear();
  }

  /**
   * The answer, once no more will come; {@code null} where it is not whole, not of its dialect or
   * longer than was to be kept.
   */
  public @Nullable Completion completion() {
    if (!over) {
      // Some dialects have no end marker: only the end of the bytes says that it was all.
      decoder.end(this::read);
      over = true;
    }
    return ended
        ? new Completion(
            id,
            model,
            -1,
            choices.values().stream().map(TranscriptChoice::written).toList(),
            usage,
            servedTier)
        : null;
  }

  private void read(AnswerEvent event) {
    order.next(event, this::write);
  }

  private void write(AnswerEvent event) {
    if (over) {
      return;
    }
    switch (event) {
      case AnswerEvent.Started started -> {
        id = started.id();
        model = started.model();
      }
      case AnswerEvent.BlockOpened opened -> {
        choice(opened.choice()).open(opened);
        count(length(opened.kind()));
      }
      case AnswerEvent.TextDelta e -> append(e.choice(), e.block(), e.text());
      case AnswerEvent.ReasoningDelta e -> append(e.choice(), e.block(), e.text());
      case AnswerEvent.ArgumentsDelta e -> append(e.choice(), e.block(), e.json());
      case AnswerEvent.RefusalDelta e -> append(e.choice(), e.block(), e.text());
      case AnswerEvent.Signature e -> {
        choice(e.choice()).sign(e.block(), e.signature());
        count(e.signature().length());
      }
      case AnswerEvent.Cited e -> {
        choice(e.choice()).cite(e.block(), e.citation());
        count(JsonDocument.text(e.citation().json()).length());
      }
      case AnswerEvent.Finished finished -> choice(finished.choice()).finish(finished);
      case AnswerEvent.Metered metered -> {
        usage = metered.usage();
        servedTier = metered.servedTier() == null ? servedTier : metered.servedTier();
      }
      case AnswerEvent.Ended _ -> {
        ended = true;
        over = true;
      }
      case AnswerEvent.Failed _, AnswerEvent.Malformed _, AnswerEvent.Oversized _ -> giveUp();
      case AnswerEvent.Logprobs _, AnswerEvent.BlockClosed _, AnswerEvent.Ping _ -> {
        // Nothing of it is part of what is written down.
      }
    }
  }

  private static int length(BlockKind kind) {
    return EVENT_CHARS
        + switch (kind) {
          case BlockKind.ToolCall call -> call.id().length() + call.name().length();
          case BlockKind.RedactedReasoning hidden -> hidden.data().length();
          case BlockKind.Opaque opaque -> JsonDocument.text(opaque.part().json()).length();
          case BlockKind.Text _, BlockKind.Reasoning _, BlockKind.Refusal _ -> 0;
        };
  }

  private TranscriptChoice choice(int index) {
    return choices.computeIfAbsent(index, TranscriptChoice::new);
  }

  private void append(int choice, int block, String text) {
    choice(choice).append(block, text);
    count(text.length());
  }

  private void count(int more) {
    chars += more;
    if (chars > charsMax) {
      giveUp();
    }
  }
}
