package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.policies.money.Picodollars;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a stream of this dialect.
 *
 * <p>Blocks come one after the other, as the SDKs want them: of blocks that are open together the
 * later ones wait for the first to end. A block of which nothing comes is not written.
 */
final class MessageEncoder implements StreamEncoder {

  static final byte[] STOP =
      "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
          .getBytes(StandardCharsets.US_ASCII);

  private static final byte[] NOTHING = new byte[0];

  private final String id;
  private final String requestedModel;
  private final long inputTokens;
  private final Map<Integer, WrittenBlock> open = new LinkedHashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private boolean started;
  private boolean calls;
  private int blocks;
  private @Nullable Finish finish;
  private @Nullable String stopSequence;
  private @Nullable JsonNode safety;

  /**
   * A stream of which nothing is written.
   *
   * @param id the answer's id
   * @param requestedModel what the client asked for, where the provider does not say what it serves
   * @param inputTokens an estimate for the start, which the end corrects
   */
  MessageEncoder(String id, String requestedModel, long inputTokens) {
    this.id = id;
    this.requestedModel = requestedModel;
    this.inputTokens = inputTokens;
  }

  @Override
  public byte[] encode(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.Started begun -> start(begun.model());
      case AnswerEvent.BlockOpened opened when opened.choice() == 0 -> open(opened);
      case AnswerEvent.TextDelta delta when delta.choice() == 0 ->
          add(delta.block(), delta("text_delta", "text", delta.text()), delta.text());
      case AnswerEvent.RefusalDelta delta when delta.choice() == 0 ->
          add(delta.block(), delta("text_delta", "text", delta.text()), delta.text());
      case AnswerEvent.ReasoningDelta delta when delta.choice() == 0 ->
          add(delta.block(), delta("thinking_delta", "thinking", delta.text()), delta.text());
      case AnswerEvent.ArgumentsDelta delta when delta.choice() == 0 ->
          add(delta.block(), delta("input_json_delta", "partial_json", delta.json()), delta.json());
      case AnswerEvent.Signature signed when signed.choice() == 0 -> sign(signed);
      case AnswerEvent.Cited cited when cited.choice() == 0 -> {
        ObjectNode delta = JsonNodeFactory.instance.objectNode().put("type", "citations_delta");
        delta.set("citation", AnswerBlocks.citation(cited.citation()));
        add(cited.block(), delta, "citation");
      }
      case AnswerEvent.BlockClosed closed when closed.choice() == 0 -> {
        WrittenBlock block = open.get(closed.block());
        if (block != null) {
          block.close();
          flush();
        }
      }
      case AnswerEvent.Finished finished when finished.choice() == 0 -> {
        finish = finished.finish();
        stopSequence = finished.stopSequence();
        safety = finished.safety();
      }
      case AnswerEvent.Ping _ -> {
        if (started) {
          write("ping", JsonNodeFactory.instance.objectNode().put("type", "ping"));
        }
      }
      // There is one choice and no log probability in this dialect; the rest is said at the end.
      default -> {}
    }
    return take();
  }

  @Override
  public byte[] closing(
      @Nullable ReportedUsage usage, @Nullable String servedTier, @Nullable Picodollars cost) {
    start(null);
    open.values().forEach(WrittenBlock::close);
    flush();
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("type", "message_delta");
    ObjectNode delta = data.putObject("delta");
    Finish end = finish == null ? Finish.OTHER : finish;
    delta
        .put("stop_reason", StopReasons.write(end, calls))
        .put("stop_sequence", stopSequence)
        .putNull("container");
    delta.set("stop_details", AnswerBlocks.stopDetails(end, safety));
    data.set("usage", UsageBody.end(usage, cost));
    write("message_delta", data);
    out.writeBytes(STOP);
    return take();
  }

  private void start(@Nullable String model) {
    if (started) {
      return;
    }
    started = true;
    ObjectNode message = AnswerWriter.envelope(id, model == null ? requestedModel : model);
    message.set("usage", UsageBody.start(inputTokens));
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("type", "message_start");
    data.set("message", message);
    write("message_start", data);
  }

  private void open(AnswerEvent.BlockOpened opened) {
    start(null);
    calls |= opened.kind() instanceof BlockKind.ToolCall;
    open.put(opened.block(), WrittenBlock.of(opened.kind()));
    flush();
  }

  private void add(int number, ObjectNode delta, String content) {
    WrittenBlock block = open.get(number);
    if (block != null && !content.isEmpty()) {
      block.add(delta);
      flush();
    }
  }

  private void sign(AnswerEvent.Signature signed) {
    WrittenBlock block = open.get(signed.block());
    // A signature of another dialect would be taken for one of this when it comes back.
    if (block != null && block.isSignedHere()) {
      add(
          signed.block(),
          delta("signature_delta", "signature", signed.signature()),
          signed.signature());
    }
  }

  /** Writes what is waiting of the first block, and of the next ones once it has ended. */
  private void flush() {
    while (!open.isEmpty()) {
      Map.Entry<Integer, WrittenBlock> first = open.entrySet().iterator().next();
      WrittenBlock block = first.getValue();
      if (block.isVisible() && block.index() < 0) {
        block.setIndex(blocks++);
        ObjectNode data = event("content_block_start", block.index());
        data.set("content_block", block.start());
        write("content_block_start", data);
      }
      for (ObjectNode delta : block.takeDeltas()) {
        ObjectNode data = event("content_block_delta", block.index());
        data.set("delta", delta);
        write("content_block_delta", data);
      }
      if (!block.isClosed()) {
        return;
      }
      if (block.index() >= 0) {
        write("content_block_stop", event("content_block_stop", block.index()));
      }
      open.remove(first.getKey());
    }
  }

  private static ObjectNode delta(String type, String name, String value) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put(name, value);
  }

  private static ObjectNode event(String type, int index) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put("index", index);
  }

  private void write(String type, ObjectNode data) {
    out.writeBytes(("event: " + type + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(JsonDocument.write(data));
    out.write('\n');
    out.write('\n');
  }

  private byte[] take() {
    if (out.size() == 0) {
      return NOTHING;
    }
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }
}
