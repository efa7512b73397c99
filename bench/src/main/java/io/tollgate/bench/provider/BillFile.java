package io.tollgate.bench.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bill as JSON lines: one {@code seen} line per request as it arrives, one {@code ended} line per
 * outcome.
 *
 * <p>Each line is one write, so it survives the death of the process once it is written.
 */
final class BillFile implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FileChannel channel;

  private BillFile(FileChannel channel) {
    this.channel = channel;
  }

  /** A new file: numbers start from 1 in each process, so a bill is never continued. */
  static BillFile create(Path path) throws IOException {
    return new BillFile(
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  void seen(BillRecord seen) {
    ObjectNode line = JSON.createObjectNode();
    line.put("event", "seen");
    line.put("number", seen.number());
    line.put("provider", seen.provider());
    line.put("dialect", seen.dialect().key());
    line.put("client_request_id", seen.clientRequestId());
    line.put("model", seen.model());
    line.put("stream", seen.stream());
    line.put("at", seen.arrivedAt().toString());
    write(line);
  }

  void ended(long number, BillOutcome outcome) {
    ObjectNode line = JSON.createObjectNode();
    line.put("event", "ended");
    line.put("number", number);
    line.put("status", outcome.status());
    line.put("ending", outcome.ending().key());
    line.put("prompt_tokens", outcome.usage().promptTokens());
    line.put("cached_tokens", outcome.usage().cachedTokens());
    line.put("written_tokens", outcome.usage().writtenTokens());
    line.put("written_hour_tokens", outcome.usage().writtenHourTokens());
    line.put("completion_tokens", outcome.usage().completionTokens());
    line.put("reasoning_tokens", outcome.usage().reasoningTokens());
    line.put("bill_pico", outcome.billPico().toString());
    line.put("usage_reported", outcome.usageReported());
    line.put("fault", outcome.fault());
    line.put("at", outcome.at().toString());
    write(line);
  }

  private void write(ObjectNode line) {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("bill file", e);
    }
  }

  static List<BillRecord> read(Path path) throws IOException {
    String text = Files.readString(path);
    // What follows the last newline is a line torn by the death of its writer.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    Map<Long, BillRecord> records = new LinkedHashMap<>();
    try {
      whole.lines().map(JSON::readTree).forEach(line -> apply(line, records));
    } catch (JacksonException e) {
      throw new IOException("bill file " + path + ": " + e.getOriginalMessage(), e);
    }
    return new ArrayList<>(records.values());
  }

  private static void apply(JsonNode line, Map<Long, BillRecord> records) {
    long number = line.path("number").longValue();
    if (line.path("event").stringValue().equals("seen")) {
      records.put(number, seenIn(number, line));
    } else {
      records.computeIfPresent(number, (key, seen) -> seen.ended(outcomeIn(line)));
    }
  }

  private static BillRecord seenIn(long number, JsonNode line) {
    return new BillRecord(
        number,
        line.path("provider").stringValue(),
        Dialect.ofKey(line.path("dialect").stringValue()),
        textOrNull(line.path("client_request_id")),
        line.path("model").stringValue(),
        line.path("stream").booleanValue(),
        Instant.parse(line.path("at").stringValue()),
        0,
        null);
  }

  private static BillOutcome outcomeIn(JsonNode line) {
    return new BillOutcome(
        line.path("status").intValue(),
        Ending.ofKey(line.path("ending").stringValue()),
        new SimulatedUsage(
            line.path("prompt_tokens").longValue(),
            line.path("cached_tokens").longValue(),
            line.path("written_tokens").longValue(),
            line.path("written_hour_tokens").longValue(),
            line.path("completion_tokens").longValue(),
            line.path("reasoning_tokens").longValue()),
        new BigInteger(line.path("bill_pico").stringValue()),
        line.path("usage_reported").booleanValue(),
        textOrNull(line.path("fault")),
        Instant.parse(line.path("at").stringValue()),
        0);
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.isString() ? node.stringValue() : null;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
