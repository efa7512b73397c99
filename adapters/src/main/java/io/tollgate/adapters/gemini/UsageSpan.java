package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Splice;
import io.tollgate.policies.money.Picodollars;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Where the {@code usageMetadata} of an answer lies in its bytes, and where in it a cost can be
 * put.
 *
 * @param from index of its opening brace
 * @param closingBrace index of its closing brace
 * @param empty whether it has no members
 * @param costStart where the value of a cost begins that is there already; -1 where there is none
 * @param costEnd where that ends
 */
record UsageSpan(int from, int closingBrace, boolean empty, int costStart, int costEnd) {

  /** Reads the object the cursor is at the start of. */
  static UsageSpan read(JsonCursor json) {
    int from = json.start();
    boolean empty = true;
    int costStart = -1;
    int costEnd = -1;
    while (json.next() == JsonToken.PROPERTY_NAME) {
      empty = false;
      boolean cost = json.name().equals("cost");
      json.next();
      if (cost) {
        costStart = json.start();
        json.skip();
        costEnd = json.end();
      } else {
        json.skip();
      }
    }
    return new UsageSpan(from, json.start(), empty, costStart, costEnd);
  }

  /** Reads the object in these bytes; {@code null} where they are none. */
  static @Nullable UsageSpan read(byte[] array, int from, int to) {
    JsonCursor json = JsonCursor.lenient(array, from, to - from);
    try {
      return json.next() == JsonToken.START_OBJECT ? read(json) : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** The object as a tree; null where it is not well-formed. */
  JsonNode tree(byte[] array) {
    try {
      return JsonDocument.read(array, from, closingBrace + 1 - from);
    } catch (JacksonException e) {
      return NullNode.getInstance();
    }
  }

  /** What the object comes to. */
  @Nullable ReportedUsage usage(byte[] array) {
    return GeminiUsage.read(tree(array));
  }

  /** Puts the cost into the object, in the place of one that is there; nothing without a price. */
  void putCost(Splice splice, @Nullable Picodollars cost) {
    if (cost == null) {
      return;
    }
    String dollars = cost.toPlainDollars();
    if (costStart >= 0) {
      splice.replace(costStart, costEnd, ascii(dollars));
    } else {
      splice.insert(closingBrace, ascii((empty ? "" : ",") + "\"cost\":" + dollars));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
