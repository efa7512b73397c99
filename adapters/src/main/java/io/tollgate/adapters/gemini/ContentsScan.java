package io.tollgate.adapters.gemini;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.MessageSpans;
import io.tollgate.adapters.profile.ParameterReader;
import io.tollgate.adapters.profile.UserText;
import io.tollgate.policies.catalog.Capability;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Looks over the contents of a request: how many, how many bytes of text, and what else is in them.
 *
 * <p>Every string in a part counts as text but signatures and what lies in data of another kind.
 * Unknown members and kinds of parts are the provider's to judge.
 */
final class ContentsScan {

  private final JsonCursor json;
  private final Set<Capability> needs;
  private final UserText userText;
  private final MessageSpans spans;
  private int count;
  private int images;
  private long audioBytes;
  private long fileBytes;

  /** Of the content being read; one that does not say is the user's. */
  private boolean byUser;

  /** Whether what is read lies in the result of a function, which is not the user's words. */
  private boolean inResult;

  ContentsScan(JsonCursor json, Set<Capability> needs, UserText userText, MessageSpans spans) {
    this.json = json;
    this.needs = needs;
    this.userText = userText;
    this.spans = spans;
  }

  /** Reads the array the cursor is at the start of. */
  void readContents(String param) throws MalformedRequest {
    if (!json.at(JsonToken.START_ARRAY)) {
      throw ParameterReader.refuse(
          "invalid_type", param, "The parameter '" + param + "' must be an array.");
    }
    int index = 0;
    while (json.next() != JsonToken.END_ARRAY) {
      if (!json.at(JsonToken.START_OBJECT)) {
        String element = param + "[" + index + "]";
        throw ParameterReader.refuse(
            "invalid_type", element, "The parameter '" + element + "' must be an object.");
      }
      index++;
      byUser = true;
      int from = json.start();
      userText.begin();
      readContent();
      userText.end(byUser);
      spans.add(from, json.end());
    }
    if (index == 0) {
      throw ParameterReader.refuse(
          "empty_array", param, "The parameter '" + param + "' must not be empty.");
    }
  }

  /** Reads the instructions that the dialect has apart, which are not {@code null}. */
  void readInstruction() {
    int from = json.start();
    readContent();
    spans.lead(from, json.end());
  }

  /** Reads one content, or a text in its place. */
  private void readContent() {
    count++;
    if (!json.at(JsonToken.START_OBJECT)) {
      json.measureAll();
      return;
    }
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      JsonToken value = json.next();
      if (name.equals("parts") && value == JsonToken.START_ARRAY) {
        readParts();
      } else if (name.equals("role")) {
        byUser = !json.at(JsonToken.VALUE_STRING) || json.says("user");
        json.skip();
      } else {
        json.measureAll();
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
      String name = json.name();
      JsonToken value = json.next();
      switch (name) {
        case "inlineData", "inline_data", "fileData", "file_data" -> {
          if (value == JsonToken.START_OBJECT) {
            readData();
          } else {
            json.skip();
          }
        }
        case "functionResponse", "function_response" -> {
          if (value == JsonToken.START_OBJECT) {
            inResult = true;
            readResult();
            inResult = false;
          } else {
            json.skip();
          }
        }
        case "text" -> {
          if (!inResult) {
            userText.note(json);
          }
          json.measureAll();
        }
        case "thoughtSignature", "thought_signature" -> json.skip();
        default -> json.measureAll();
      }
    }
  }

  private void readResult() {
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      JsonToken value = json.next();
      if (name.equals("parts") && value == JsonToken.START_ARRAY) {
        readParts();
      } else {
        json.measureAll();
      }
    }
  }

  /** Data in the request, or a reference to some: its type may come after it. */
  private void readData() {
    int from = json.start();
    String mediaType = null;
    while (json.next() == JsonToken.PROPERTY_NAME) {
      String name = json.name();
      JsonToken value = json.next();
      if (value == JsonToken.VALUE_STRING
          && (name.equals("mimeType") || name.equals("mime_type"))) {
        mediaType = json.text();
      } else {
        json.skip();
      }
    }
    countData(mediaType, json.end() - from);
  }

  private void countData(@Nullable String mediaType, long bytes) {
    String type = mediaType == null ? "" : mediaType.toLowerCase(Locale.ROOT);
    if (type.startsWith("image/")) {
      images++;
      needs.add(Capability.IMAGES);
    } else if (type.startsWith("audio/")) {
      audioBytes += bytes;
      needs.add(Capability.AUDIO);
    } else if (type.startsWith("video/")) {
      audioBytes += bytes;
      needs.add(Capability.FILES);
    } else {
      fileBytes += bytes;
      needs.add(Capability.FILES);
    }
  }

  int count() {
    return count;
  }

  /** Valid once the cursor has gone past the contents. */
  long textBytes() {
    return json.measuredBytes();
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
