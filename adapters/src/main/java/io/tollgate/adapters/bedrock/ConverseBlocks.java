package io.tollgate.adapters.bedrock;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.dialect.BlockSequence;
import io.tollgate.adapters.json.Nodes;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Follows the content blocks of ConverseStream, of which only calls of tools and images are said to
 * begin. Methods return what is wrong with an event, {@code null} for nothing.
 */
final class ConverseBlocks {

  private final BlockSequence blocks = new BlockSequence(0);
  private final StringBuilder signature = new StringBuilder();
  private final ByteArrayOutputStream redacted = new ByteArrayOutputStream();
  private long index = -1;
  private boolean unknown;

  @Nullable String start(JsonNode event, Consumer<AnswerEvent> sink) {
    stop(sink);
    index = Nodes.integer(event, "contentBlockIndex", 0);
    JsonNode start = Nodes.object(event, "start");
    JsonNode call = Nodes.object(start, "toolUse");
    if (call != null && !ConverseReader.isServerTool(call)) {
      String id = Nodes.text(call, "toolUseId");
      String name = Nodes.text(call, "name");
      if (id == null || name == null) {
        return "a tool call has no id or name";
      }
      blocks.call(id, name, sink);
    } else if (start != null && !start.isEmpty()) {
      // Its deltas are left out: nobody has a word for the whole.
      unknown = true;
      blocks.open(new BlockKind.Opaque(ConverseReader.opaque(start)), sink);
    }
    return null;
  }

  @Nullable String delta(JsonNode event, Consumer<AnswerEvent> sink) {
    long of = Nodes.integer(event, "contentBlockIndex", 0);
    if (of != index) {
      stop(sink);
      index = of;
    }
    JsonNode delta = Nodes.object(event, "delta");
    if (unknown || delta == null) {
      return null;
    }
    JsonNode call = Nodes.object(delta, "toolUse");
    JsonNode reasoning = Nodes.object(delta, "reasoningContent");
    JsonNode citation = Nodes.object(delta, "citation");
    if (call != null) {
      return blocks.arguments(Nodes.text(call, "input", ""), sink)
          ? null
          : "arguments come without their call";
    }
    if (reasoning != null) {
      return reasoning(reasoning, sink);
    }
    if (citation != null) {
      if (!(blocks.current() instanceof BlockKind.Text)) {
        blocks.open(new BlockKind.Text(), sink);
      }
      sink.accept(new AnswerEvent.Cited(0, blocks.block(), ConverseReader.citation(citation)));
      return null;
    }
    blocks.text(Nodes.text(delta, "text", ""), sink);
    return null;
  }

  private @Nullable String reasoning(JsonNode delta, Consumer<AnswerEvent> sink) {
    blocks.thoughts(Nodes.text(delta, "text", ""), BedrockProvider.NAME, sink);
    String signed = Nodes.text(delta, "signature", "");
    if (!signed.isEmpty()) {
      signature.append(signed);
      blocks.signature(signature.toString(), BedrockProvider.NAME, sink);
    }
    String hidden = Nodes.text(delta, "redactedContent");
    if (hidden != null) {
      try {
        redacted.writeBytes(Base64.getDecoder().decode(hidden));
      } catch (IllegalArgumentException e) {
        return "redacted thoughts are not base64";
      }
    }
    return null;
  }

  /** The block is complete. */
  void stop(Consumer<AnswerEvent> sink) {
    blocks.close(sink);
    if (redacted.size() > 0) {
      String data = Base64.getEncoder().encodeToString(redacted.toByteArray());
      redacted.reset();
      blocks.open(new BlockKind.RedactedReasoning(data, null, BedrockProvider.NAME), sink);
      blocks.close(sink);
    }
    signature.setLength(0);
    unknown = false;
    index = -1;
  }
}
