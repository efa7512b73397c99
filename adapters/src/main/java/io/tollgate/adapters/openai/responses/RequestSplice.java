package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.JsonSkim;
import io.tollgate.adapters.json.Member;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Splice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Changes a request body in a few places, once it is known to be well-formed. */
final class RequestSplice {

  private static final byte[] NOTHING = new byte[0];

  @SuppressWarnings("ArrayRecordComponent") // never compared, and gone within one method
  private record Edit(int from, int to, byte[] text) {}

  private RequestSplice() {}

  /** The body with another model and without foreign thoughts. */
  static Segments forProvider(
      byte[] body, int offset, int length, RequestPlaces places, byte[] model) {
    List<Edit> edits = new ArrayList<>();
    edits.add(new Edit(places.model.from(), places.model.to(), model));
    runs(body, places.foreignThoughts).forEach(run -> edits.add(removed(body, run)));
    return apply(body, offset, length, edits);
  }

  /** The body with its input after earlier items. */
  static byte[] after(
      byte[] body,
      int offset,
      int length,
      RequestPlaces places,
      List<JsonNode> own,
      List<JsonNode> earlier,
      Function<String, @Nullable JsonNode> items) {
    ArrayNode input = JsonNodeFactory.instance.arrayNode();
    input.addAll(earlier);
    for (JsonNode item : own) {
      String reference = InputItems.referenceIn(item);
      JsonNode referred = reference == null ? null : items.apply(reference);
      input.add(referred == null ? item : referred);
    }
    byte[] written = JsonDocument.write(input);
    List<Edit> edits = new ArrayList<>();
    if (places.inputStart >= 0) {
      int inputEnd = new JsonSkim(body, offset + length).value(places.inputStart);
      edits.add(new Edit(places.inputStart, inputEnd, written));
    } else {
      byte[] member = ",\"input\":".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      edits.add(new Edit(places.model.to(), places.model.to(), member));
      edits.add(new Edit(places.model.to(), places.model.to(), written));
    }
    if (places.previous != null) {
      edits.add(removed(body, places.previous));
    }
    return apply(body, offset, length, edits).toByteArray();
  }

  private static Segments apply(byte[] body, int offset, int length, List<Edit> edits) {
    // A sort that is stable: what is inserted at one place stays in its order.
    edits.sort(Comparator.comparingInt(Edit::from));
    Splice splice = new Splice(body, offset, length);
    edits.forEach(edit -> splice.replace(edit.from(), edit.to(), edit.text()));
    return splice.done();
  }

  private static Edit removed(byte[] body, RequestPlaces.Range range) {
    Member member = Member.withItsComma(body, range.from(), range.to());
    return new Edit(member.from(), member.to(), NOTHING);
  }

  /** Neighbours as one range, since only one of the commas between them may go with each. */
  private static List<RequestPlaces.Range> runs(byte[] body, List<RequestPlaces.Range> elements) {
    List<RequestPlaces.Range> runs = new ArrayList<>();
    for (RequestPlaces.Range element : elements) {
      RequestPlaces.Range last = runs.isEmpty() ? null : runs.getLast();
      if (last != null && isSeparator(body, last.to(), element.from())) {
        runs.set(runs.size() - 1, new RequestPlaces.Range(last.from(), element.to()));
      } else {
        runs.add(element);
      }
    }
    return runs;
  }

  private static boolean isSeparator(byte[] body, int from, int to) {
    for (int i = from; i < to; i++) {
      if (body[i] != ','
          && body[i] != ' '
          && body[i] != '\n'
          && body[i] != '\r'
          && body[i] != '\t') {
        return false;
      }
    }
    return true;
  }
}
