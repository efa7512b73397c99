package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.profile.UserText;
import io.tollgate.policies.catalog.Capability;
import java.util.Set;
import tools.jackson.core.JsonToken;

/**
 * Reads the content of messages: how many bytes of text, and what else is in it.
 *
 * <p>Every string of a block counts as text except names of types, ids, signatures and what lies in
 * a source. Unknown members and block types are the provider's to judge.
 */
final class ContentReader {

  private final JsonCursor json;
  private final Set<Capability> needs;
  private final UserText userText;
  private int images;
  private long fileBytes;
  private long sourceTextBytes;
  private boolean foreign;

  /** Blocks within blocks, such as those of a result of a tool, which are not the user's words. */
  private int depth;

  ContentReader(JsonCursor json, Set<Capability> needs, UserText userText) {
    this.json = json;
    this.needs = needs;
    this.userText = userText;
  }

  /** Reads the text or the blocks the cursor is at the start of. */
  void read() {
    if (!json.at(JsonToken.START_ARRAY)) {
      noteText();
      json.measureAll();
      return;
    }
    while (json.next() != JsonToken.END_ARRAY) {
      if (json.at(JsonToken.START_OBJECT)) {
        readBlock();
      } else {
        json.measureAll();
      }
    }
  }

  private void readBlock() {
    String type = "";
    String source = "";
    long sourceBytes = 0;
    boolean unsigned = true;
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      JsonToken value = json.next();
      switch (name) {
        case "type" -> type = text();
        case "content" -> {
          depth++;
          read();
          depth--;
        }
        case "text" -> {
          noteText();
          json.measureAll();
        }
        case "source" -> {
          if (value == JsonToken.START_OBJECT) {
            int from = json.start();
            source = readSource();
            sourceBytes = (long) json.end() - from;
          } else {
            json.measureAll();
          }
        }
        case "signature" -> {
          unsigned = value != JsonToken.VALUE_STRING || json.end() - json.start() <= 2;
          json.skip();
        }
        case "citations" -> readCitations();
        case "id", "tool_use_id", "cache_control", "caller" -> json.skip();
        default -> json.measureAll();
      }
    }
    switch (type) {
      case "image" -> {
        images++;
        needs.add(Capability.IMAGES);
      }
      case "document" -> {
        if (source.equals("text") || source.equals("content")) {
          sourceTextBytes += sourceBytes;
        } else {
          fileBytes += sourceBytes;
          needs.add(Capability.FILES);
        }
      }
      case "thinking" -> foreign |= unsigned;
      default -> {}
    }
  }

  private void noteText() {
    if (depth == 0) {
      userText.note(json);
    }
  }

  /** Reads the object the cursor is at the start of, and returns its type. */
  private String readSource() {
    String type = "";
    while (json.next() == JsonToken.PROPERTY_NAME) {
      boolean isType = json.name().equals("type");
      json.next();
      if (isType) {
        type = text();
      } else {
        json.skip();
      }
    }
    return type;
  }

  /** What another provider cited has no index that Anthropic could read. */
  private void readCitations() {
    if (!json.at(JsonToken.START_ARRAY)) {
      json.skip();
      return;
    }
    while (json.next() != JsonToken.END_ARRAY) {
      if (!json.at(JsonToken.START_OBJECT)) {
        json.skip();
        continue;
      }
      while (json.next() == JsonToken.PROPERTY_NAME) {
        boolean index = json.name().equals("encrypted_index");
        JsonToken value = json.next();
        if (index && value == JsonToken.VALUE_STRING) {
          foreign |= json.end() - json.start() <= 2;
        }
        json.skip();
      }
    }
  }

  private String text() {
    if (json.at(JsonToken.VALUE_STRING)) {
      return json.text();
    }
    json.skip();
    return "";
  }

  /** Valid once the cursor has gone past the content. */
  long textBytes() {
    return json.measuredBytes() + sourceTextBytes;
  }

  int images() {
    return images;
  }

  long fileBytes() {
    return fileBytes;
  }

  /**
   * Whether the conversation holds thoughts or citations that another provider gave and that
   * Anthropic would refuse: they came without its signature.
   */
  boolean isForeign() {
    return foreign;
  }
}
