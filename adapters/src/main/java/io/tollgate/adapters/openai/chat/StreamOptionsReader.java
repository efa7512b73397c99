package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.ParameterReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads {@code stream_options}: whether the usage is wanted, and where that can be changed. */
final class StreamOptionsReader {

  private final JsonCursor json;
  private final ParameterReader parameters;
  private boolean usageWanted;
  private @Nullable UsageOption option;

  StreamOptionsReader(JsonCursor json, ParameterReader parameters) {
    this.json = json;
    this.parameters = parameters;
  }

  /** Whether the client asked for the usage. */
  boolean wantsUsage() {
    return usageWanted;
  }

  /**
   * Where and how the usage is asked for.
   *
   * @param after where a member may be put in if there are no options at all
   */
  UsageOption usageOption(int after) {
    return option == null ? new UsageOption(after, after, UsageOption.Text.MEMBER) : option;
  }

  /** Reads the options the cursor is at. */
  void read() throws MalformedRequest {
    int from = json.start();
    if (json.at(JsonToken.VALUE_NULL)) {
      option = new UsageOption(from, json.end(), UsageOption.Text.OBJECT);
      return;
    }
    if (!json.at(JsonToken.START_OBJECT)) {
      throw ParameterReader.refuse(
          "invalid_type", "stream_options", "The parameter 'stream_options' must be an object.");
    }
    boolean empty = true;
    while (json.next() == JsonToken.PROPERTY_NAME) {
      empty = false;
      boolean asked = json.name().equals("include_usage");
      json.next();
      if (asked) {
        usageWanted = parameters.bool("stream_options.include_usage");
        option = new UsageOption(json.start(), json.end(), UsageOption.Text.VALUE);
      } else {
        json.skip();
      }
    }
    if (option == null) {
      option =
          new UsageOption(
              from + 1,
              from + 1,
              empty ? UsageOption.Text.ONLY_OPTION : UsageOption.Text.FIRST_OPTION);
    }
  }
}
