package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.MessageSpans;
import io.tollgate.adapters.profile.UserText;
import io.tollgate.policies.catalog.Capability;
import java.util.Set;
import tools.jackson.core.JsonToken;

/**
 * Reads the messages of a request: how many, how many bytes of text, and what else is in them.
 *
 * <p>Every string of a message counts as text except its role and what lies in a part of another
 * kind. Unknown members and part types are the provider's to judge.
 */
final class ChatMessagesReader {

  private final JsonCursor json;
  private final Set<Capability> needs;
  private final MetQuirks met;
  private final UserText userText;
  private final MessageSpans spans;
  private int count;
  private int images;
  private long audioBytes;
  private long fileBytes;

  ChatMessagesReader(
      JsonCursor json,
      Set<Capability> needs,
      MetQuirks met,
      UserText userText,
      MessageSpans spans) {
    this.json = json;
    this.needs = needs;
    this.met = met;
    this.userText = userText;
    this.spans = spans;
  }

  /** Reads the array the cursor is at the start of. */
  void read() throws MalformedRequest {
    while (json.next() != JsonToken.END_ARRAY) {
      if (!json.at(JsonToken.START_OBJECT)) {
        String param = "messages[" + count + "]";
        throw new MalformedRequest(
            400, "invalid_type", param, "The parameter '" + param + "' must be an object.");
      }
      count++;
      int from = json.start();
      readMessage();
      spans.add(from, json.end());
    }
  }

  private void readMessage() {
    boolean calls = false;
    boolean thoughts = false;
    boolean byUser = false;
    userText.begin();
    for (String name = json.nextMember(); name != null; name = json.nextMember()) {
      JsonToken value = json.token();
      if (name.equals("content") && value == JsonToken.START_ARRAY) {
        readParts();
      } else if (name.equals("role")) {
        met.noteRole();
        byUser = json.says("user");
        json.skip();
      } else {
        if (name.equals("content")) {
          userText.note(json);
        } else if (name.equals("tool_call_id")) {
          met.noteCallId();
        }
        calls |= name.equals("tool_calls") && value == JsonToken.START_ARRAY;
        thoughts |= name.equals("reasoning_content") && value == JsonToken.VALUE_STRING;
        json.measureAll();
      }
    }
    userText.end(byUser);
    if (calls && !thoughts) {
      met.add(Quirk.REASONING_CONTENT);
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
    for (String name = json.nextMember(); name != null; name = json.nextMember()) {
      int from = json.nameStart();
      switch (name) {
        case "cache_control" -> spans.leaveOut(json, from);
        case "type" -> readType();
        case "image_url" -> {
          images++;
          json.skip();
        }
        case "input_audio" -> audioBytes += bytesOfContainer();
        case "file" -> fileBytes += bytesOfContainer();
        case "text" -> {
          userText.note(json);
          json.measureAll();
        }
        default -> json.measureAll();
      }
    }
  }

  private void readType() {
    if (!json.at(JsonToken.VALUE_STRING)) {
      json.skip();
      return;
    }
    switch (json.text()) {
      case "image_url" -> needs.add(Capability.IMAGES);
      case "input_audio" -> needs.add(Capability.AUDIO);
      case "file" -> needs.add(Capability.FILES);
      default -> {}
    }
  }

  private long bytesOfContainer() {
    return json.at(JsonToken.START_OBJECT) || json.at(JsonToken.START_ARRAY)
        ? json.skipMeasuring()
        : 0;
  }

  int count() {
    return count;
  }

  /** Valid once the cursor has gone past the messages. */
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
