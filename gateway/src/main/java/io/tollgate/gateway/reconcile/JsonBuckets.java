package io.tollgate.gateway.reconcile;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Walks over pages of time buckets, which OpenAI and Anthropic share but for names.
 *
 * <p>A file may hold one page, several one after the other, or an array of them. Only one bucket is
 * in memory at a time.
 */
final class JsonBuckets implements InvoiceReader {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final BucketReader reader;

  JsonBuckets(BucketReader reader) {
    this.reader = reader;
  }

  /** What becomes of the results of a bucket. */
  interface BucketReader {

    /**
     * Reads a result.
     *
     * @param start when the bucket begins, as the file has it
     * @param end when it ends; {@code null} where the file does not say
     */
    void read(
        Figures figures,
        String start,
        @Nullable String end,
        JsonNode result,
        Consumer<InvoiceLine> to)
        throws InvoiceException;
  }

  private record Result(int line, JsonNode node) {}

  /** An object that may turn out to be a bucket. */
  private static final class Frame {
    private final List<Result> results = new ArrayList<>();
    private @Nullable String start;
    private @Nullable String end;
  }

  @Override
  public void read(String source, InputStream content, Consumer<InvoiceLine> lines)
      throws IOException {
    Deque<Frame> frames = new ArrayDeque<>();
    try (JsonParser parser = JSON.createParser(content)) {
      JsonToken token = parser.nextToken();
      while (token != null) {
        switch (token) {
          case START_OBJECT -> frames.push(new Frame());
          case END_OBJECT -> finish(source, parser, frames.pop(), lines);
          case PROPERTY_NAME -> property(parser, frames.element());
          default -> {}
        }
        token = parser.nextToken();
      }
    }
  }

  /** Takes the value of what a bucket is known by; others are walked into. */
  private static void property(JsonParser parser, Frame frame) {
    switch (parser.currentName()) {
      case "start_time", "starting_at" -> {
        parser.nextToken();
        frame.start = parser.getString();
      }
      case "end_time", "ending_at" -> {
        parser.nextToken();
        frame.end = parser.getString();
      }
      case "results", "result" -> {
        if (parser.nextToken() == JsonToken.START_ARRAY) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            int line = parser.currentTokenLocation().getLineNr();
            JsonNode node = JSON.readTree(parser);
            frame.results.add(new Result(line, node));
          }
        }
      }
      default -> {}
    }
  }

  private void finish(String source, JsonParser parser, Frame frame, Consumer<InvoiceLine> lines)
      throws InvoiceException {
    if (frame.results.isEmpty()) {
      return;
    }
    String start = frame.start;
    if (start == null) {
      throw new InvoiceException(
          source,
          parser.currentTokenLocation().getLineNr(),
          "there are results without a start_time or starting_at");
    }
    for (Result result : frame.results) {
      reader.read(new Figures(source, result.line()), start, frame.end, result.node(), lines);
    }
  }

  /** A text, empty where there is none. */
  static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isString() ? value.asString() : "";
  }
}
