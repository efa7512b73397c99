package io.tollgate.bench.audit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The journal counted by somebody who shares no code with the ledger: knows only what is documented
 * of its lines.
 */
public final class JournalTally {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int HEX_CHARS = 64;

  private final Map<String, Integer> reserved = new HashMap<>();
  private final Map<String, Integer> resolved = new HashMap<>();
  private final Map<String, Integer> dispatched = new HashMap<>();
  private final Map<String, Integer> ended = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private BigInteger booked = BigInteger.ZERO;
  private String hash = "0".repeat(HEX_CHARS);
  private String typeBefore = "";
  private int starts;
  private int startsCutShort;
  private long bytesCut;

  private JournalTally() {}

  /** Bytes in the journal of a ledger so far; 0 where there is none. */
  public static long bytes(Path ledger) throws IOException {
    long bytes = 0;
    for (Path segment : segments(ledger)) {
      bytes += Files.size(segment);
    }
    return bytes;
  }

  private static List<Path> segments(Path ledger) throws IOException {
    Path journal = ledger.resolve("journal");
    if (!Files.isDirectory(journal)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(journal)) {
      return files.filter(file -> file.toString().endsWith(".journal")).sorted().toList();
    }
  }

  public static JournalTally of(Path ledger) throws IOException {
    JournalTally tally = new JournalTally();
    for (Path segment : segments(ledger)) {
      Files.readAllLines(segment).forEach(tally::line);
    }
    tally.compare();
    return tally;
  }

  private void line(String line) {
    String json = line.substring(HEX_CHARS + 1);
    String expected = sha256(hash + " " + json);
    hash = line.substring(0, HEX_CHARS);
    if (!hash.equals(expected)) {
      problems.add("not chained to the line before: " + line);
    }
    JsonNode entry = JSON.readTree(json);
    String request = entry.path("request").stringValue("");
    String attempt = request + "-" + entry.path("attempt").asInt(0);
    String type = entry.path("type").stringValue("");
    switch (type) {
      case "RESERVE" -> count(reserved, request);
      case "DISPATCH" -> count(dispatched, attempt);
      case "SETTLE", "EXPIRE_ESTIMATE" -> {
        count(ended, attempt);
        resolve(entry, request);
        booked = booked.add(entry.path("amount_pico").bigIntegerValue());
      }
      case "VOID" -> {
        if (entry.path("attempt").asInt() > 0) {
          count(ended, attempt);
        }
        resolve(entry, request);
      }
      case "NODE_START" -> {
        startsCutShort += typeBefore.equals("NODE_START") ? 1 : 0;
        starts++;
        bytesCut += entry.path("bytes_cut").longValue();
      }
      case "CORRECT" -> booked = booked.add(entry.path("amount_pico").bigIntegerValue());
      case "CAPACITY_HOUR" ->
          booked =
              booked
                  .add(entry.path("cost_pico").bigIntegerValue())
                  .subtract(entry.path("absorbed_pico").bigIntegerValue());
      case "OVERRUN", "JUDGED", "OUTCOME", "PURCHASE", "PERIOD_CLOSE" -> {
        // Memos and transfers: neither spend nor holds.
      }
      case "PRICE_PUBLISH" -> {
        // Comes with each start, and says nothing of how far that came.
        return;
      }
      case "SEGMENT_OPEN", "SEGMENT_CLOSE" -> {
        // The journal about itself.
      }
      default -> problems.add("of no known type: " + json);
    }
    typeBefore = type;
  }

  private void resolve(JsonNode entry, String request) {
    if (entry.path("last").booleanValue()) {
      count(resolved, request);
    }
  }

  private static void count(Map<String, Integer> counts, String key) {
    counts.merge(key, 1, Integer::sum);
  }

  private void compare() {
    compare("requests reserved", reserved, "resolved", resolved);
    compare("attempts dispatched", dispatched, "ended", ended);
  }

  private void compare(
      String what, Map<String, Integer> opened, String how, Map<String, Integer> closed) {
    opened.forEach((key, times) -> {
      if (times != 1 || closed.getOrDefault(key, 0) != 1) {
        problems.add(
            "%s: %s %d times, %s %d times"
                .formatted(what, key, times, how, closed.getOrDefault(key, 0)));
      }
    });
    closed.keySet().stream()
        .filter(key -> !opened.containsKey(key))
        .forEach(key -> problems.add(key + " is " + how + ", but not among " + what));
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is not as it must be, as sentences. */
  public List<String> problems() {
    return problems;
  }

  /** The sum of all that is booked, in pico-dollars. */
  public BigInteger booked() {
    return booked;
  }

  /** Starts that came as far as the journal. */
  public int starts() {
    return starts;
  }

  /** Starts of these that were killed before they wrote an entry. */
  public int startsCutShort() {
    return startsCutShort;
  }

  /** Bytes of torn records that starts cut off. */
  public long bytesCut() {
    return bytesCut;
  }

  /** Requests in the journal. */
  public int requests() {
    return reserved.size();
  }

  /** Attempts in the journal. */
  public int attempts() {
    return dispatched.size();
  }
}
