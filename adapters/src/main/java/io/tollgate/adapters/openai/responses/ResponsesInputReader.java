package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.MessageSpans;
import io.tollgate.adapters.profile.ParameterReader;
import io.tollgate.adapters.profile.UserText;
import io.tollgate.policies.catalog.Capability;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads the input of a request: how many items, how many bytes of text, and what else is in them.
 *
 * <p>Every string of an item counts as text except its type, role and ids, and what lies in a part
 * of another kind. Unknown members and item types are the provider's to judge.
 */
final class ResponsesInputReader {

  private static final int MAX_TAG_CHARS = 256;

  private final byte[] body;
  private final JsonCursor json;
  private final Set<Capability> needs;
  private final RequestPlaces places;
  private final UserText userText;
  private final MessageSpans spans;
  private int count;
  private int images;
  private long audioBytes;
  private long fileBytes;

  /** What was measured before the file that is being measured; -1 while none is. */
  private long measuredBeforeFile = -1;

  // Of the item being read.
  private @Nullable String type;
  private @Nullable String id;
  private boolean spoken;
  private boolean byUser;
  private boolean foreignSignature;

  ResponsesInputReader(
      byte[] body,
      JsonCursor json,
      Set<Capability> needs,
      RequestPlaces places,
      UserText userText,
      MessageSpans spans) {
    this.body = body;
    this.json = json;
    this.needs = needs;
    this.places = places;
    this.userText = userText;
    this.spans = spans;
  }

  /** Reads the value the cursor is at. */
  void read() throws MalformedRequest {
    places.inputStart = json.start();
    if (json.at(JsonToken.VALUE_STRING)) {
      count = 1;
      userText.begin();
      userText.note(json);
      userText.end(true);
      json.measure();
    } else if (json.at(JsonToken.START_ARRAY)) {
      readItems();
    } else if (!json.at(JsonToken.VALUE_NULL)) {
      throw ParameterReader.refuse(
          "invalid_type", "input", "The parameter 'input' must be a string or an array.");
    }
  }

  private void readItems() throws MalformedRequest {
    while (json.next() != JsonToken.END_ARRAY) {
      if (!json.at(JsonToken.START_OBJECT)) {
        String param = "input[" + count + "]";
        throw ParameterReader.refuse(
            "invalid_type", param, "The parameter '" + param + "' must be an object.");
      }
      count++;
      int from = json.start();
      type = null;
      id = null;
      spoken = false;
      byUser = false;
      userText.begin();
      foreignSignature = false;
      readItem();
      userText.end(byUser);
      int to = json.end();
      spans.add(from, to);
      if ("reasoning".equals(type) && (foreignSignature || ItemIds.isOwnReasoning(id))) {
        places.foreignThoughts.add(new RequestPlaces.Range(from, to));
      } else if (id != null && (type == null ? !spoken : type.equals("item_reference"))) {
        places.references.add(id);
      }
    }
  }

  private void readItem() {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      JsonToken value = json.next();
      switch (name) {
        case "type" -> type = tag();
        case "id" -> id = tag();
        case "role" -> {
          spoken = true;
          byUser = json.says("user");
          if (value == JsonToken.VALUE_STRING && json.text().equals("developer")) {
            places.met.add(Quirk.NO_DEVELOPER_ROLE);
          } else {
            json.skip();
          }
        }
        case "status", "call_id" -> json.skip();
        case "encrypted_content" -> {
          foreignSignature =
              value == JsonToken.VALUE_STRING && ForeignSignature.isOne(body, json.start() + 1);
          json.measureAll();
        }
        case "content", "output" -> {
          if (value == JsonToken.START_ARRAY) {
            readParts();
          } else {
            userText.note(json);
            json.measureAll();
          }
        }
        default -> json.measureAll();
      }
    }
  }

  private void readParts() {
    while (json.next() != JsonToken.END_ARRAY) {
      if (json.at(JsonToken.START_OBJECT)) {
        readPart();
      } else {
        json.measureAll();
      }
    }
  }

  private void readPart() {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      noteFile();
      String name = json.name();
      JsonToken value = json.next();
      switch (name) {
        case "type" -> readPartType();
        case "image_url", "file_id", "file_url", "detail" -> json.skip();
        case "file_data" -> {
          measuredBeforeFile = json.measuredBytes();
          json.measureAll();
        }
        case "input_audio" -> {
          if (value == JsonToken.START_OBJECT) {
            audioBytes += json.skipMeasuring();
          } else {
            json.skip();
          }
        }
        case "text" -> {
          userText.note(json);
          json.measureAll();
        }
        default -> json.measureAll();
      }
    }
    noteFile();
  }

  /** A string is measured once the cursor has gone past it. */
  private void noteFile() {
    if (measuredBeforeFile >= 0) {
      fileBytes += json.measuredBytes() - measuredBeforeFile;
      measuredBeforeFile = -1;
    }
  }

  private void readPartType() {
    String part = tag();
    if (part == null) {
      return;
    }
    switch (part) {
      case "input_image" -> {
        images++;
        needs.add(Capability.IMAGES);
      }
      case "input_file" -> needs.add(Capability.FILES);
      case "input_audio" -> needs.add(Capability.AUDIO);
      default -> {}
    }
  }

  private @Nullable String tag() {
    if (!json.at(JsonToken.VALUE_STRING)) {
      json.skip();
      return null;
    }
    String text = json.text();
    return text.length() <= MAX_TAG_CHARS ? text : null;
  }

  int count() {
    return count;
  }

  int images() {
    return images;
  }

  long audioBytes() {
    return audioBytes;
  }

  long fileBytes() {
    return fileBytes;
  }
}
