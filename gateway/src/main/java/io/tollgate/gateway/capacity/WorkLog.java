package io.tollgate.gateway.capacity;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What pools did by the hour, in a file of one JSON object a line. A measurement and no money: it
 * is not part of the ledger, and a line that a crash tore is passed over.
 */
public final class WorkLog {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  private WorkLog(Path file) {
    this.file = file;
  }

  /** The log of the gateway whose ledger is in a directory. */
  public static WorkLog of(Path dataDir) {
    return new WorkLog(dataDir.resolve("capacity").resolve("work.jsonl"));
  }

  /** Writes hours at the end. */
  void append(List<PoolHour> hours) throws IOException {
    if (hours.isEmpty()) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    for (PoolHour hour : hours) {
      // A line begins with its break, so that one after a torn one is whole.
      lines.append('\n').append(JSON.writeValueAsString(object(hour)));
    }
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static ObjectNode object(PoolHour hour) {
    Work work = hour.work();
    return JSON.createObjectNode()
        .put("pool", hour.pool())
        .put("hour", hour.hour().toString())
        .put("requests", work.requests())
        .put("timed", work.timed())
        .put("prefill_tokens", work.prefillTokens())
        .put("cached_tokens", work.cachedTokens())
        .put("decode_tokens", work.decodeTokens())
        .put("prefill_us", work.prefillMicros())
        .put("decode_us", work.decodeMicros());
  }

  /**
   * The hours from one on, before another, in the order of the file; none where there is no file.
   */
  public List<PoolHour> read(Instant from, Instant to) throws IOException {
    List<PoolHour> hours = new ArrayList<>();
    if (!Files.exists(file)) {
      return hours;
    }
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        PoolHour hour = line.isEmpty() ? null : hour(line);
        if (hour != null && !hour.hour().isBefore(from) && hour.hour().isBefore(to)) {
          hours.add(hour);
        }
      }
    }
    return hours;
  }

  private static @Nullable PoolHour hour(String line) {
    try {
      JsonNode object = JSON.readTree(line);
      return new PoolHour(
          object.required("pool").stringValue(),
          Instant.parse(object.required("hour").stringValue()),
          new Work(
              number(object, "requests"),
              number(object, "timed"),
              number(object, "prefill_tokens"),
              number(object, "cached_tokens"),
              number(object, "decode_tokens"),
              number(object, "prefill_us"),
              number(object, "decode_us")));
    } catch (RuntimeException e) {
      // Torn or of another program; Jackson's failures are among these.
      return null;
    }
  }

  private static long number(JsonNode object, String name) {
    return object.required(name).longValue();
  }
}
