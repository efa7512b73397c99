package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.profile.MessageSpans;
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
  private final MessageSpans spans;
  private int images;
  private long fileBytes;
  private long sourceTextBytes;
  private boolean foreign;

  /** Blocks within blocks, such as those of a result of a tool, which are not the user's words. */
  private int depth;

  ContentReader(JsonCursor json, Set<Capability> needs, UserText userText, MessageSpans spans) {
    this.json = json;
    this.needs = needs;
    this.userText = userText;
    this.spans = spans;
  }

  /** Reads the text or the blocks the cursor is at the start of. */
  void read() {
    if (!json.at(JsonToken.START_ARRAY)) {
      noteText();
      json.measureAll();
      return;
    }
    int from = json.start();
    int leftOut = spans.leftOut();
    int blocks = 0;
    int textFrom = -1;
    while (json.next() != JsonToken.END_ARRAY) {
      blocks++;
      if (json.at(JsonToken.START_OBJECT)) {
        textFrom = readBlock();
      } else {
        json.measureAll();
      }
    }
    if (blocks == 1 && textFrom >= 0) {
      // Clients write a text as a block to mark it for the cache, and as a text when they do not.
      spans.takeBack(leftOut);
      spans.leaveOut(from, textFrom);
      spans.leaveOut(json.measuredTo(), json.end());
    }
  }

  /** Reads a block; where it is nothing but a text, the index of its opening quote, else -1. */
  private int readBlock() {
    int textFrom = -1;
    boolean more = false;
    String type = "";
    String source = "";
    long sourceBytes = 0;
    boolean unsigned = true;
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      if (name.equals("cache_control")) {
        leaveOut();
        continue;
      }
      JsonToken value = json.next();
      more |= !name.equals("type") && !name.equals("text");
      switch (name) {
        case "type" -> type = text();
        case "content" -> {
          depth++;
          read();
          depth--;
        }
        case "text" -> {
          textFrom = value == JsonToken.VALUE_STRING ? json.start() : -1;
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
        case "id", "tool_use_id", "caller" -> json.skip();
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
    return more || !type.equals("text") ? -1 : textFrom;
  }

  /** Clients move the marks of the cache along with the conversation. */
  private void leaveOut() {
    int from = json.start();
    json.next();
    spans.leaveOut(json, from);
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
