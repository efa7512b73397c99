package io.tollgate.bench.provider;

import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the images and documents of a Converse request. */
final class BedrockSources {

  private static final Shape IMAGE = Shape.of("format:s! source:o! error:o?");
  private static final Shape DOCUMENT =
      Shape.of("format:s? name:s! source:o! context:s? citations:o?");
  private static final Pattern DOCUMENT_NAME = Pattern.compile("[a-zA-Z0-9 ()\\[\\]-]{1,200}");

  private BedrockSources() {}

  /** Notes what a block shows, if it shows anything. */
  static void attach(JsonNode block, String type, String at, TurnDraft draft) {
    JsonNode shown = block.path(type);
    switch (type) {
      case "image" -> {
        BedrockReader.check(IMAGE, shown, at + ".image");
        String format = shown.path("format").stringValue();
        if (!Set.of("png", "jpeg", "gif", "webp").contains(format)) {
          throw Refusal.invalid(
              "Value '" + format + "' at '" + at + ".image.format' must be png, jpeg, gif or webp");
        }
        draft.attach(attachment(shown.path("source"), "image/" + format, true, at));
      }
      case "document" -> {
        BedrockReader.check(DOCUMENT, shown, at + ".document");
        String name = shown.path("name").stringValue();
        if (!DOCUMENT_NAME.matcher(name).matches() || name.contains("  ")) {
          throw Refusal.invalid(
              "The file name can only contain alphanumeric characters, whitespace characters,"
                  + " hyphens, parentheses, and square brackets. The name can't contain more than"
                  + " one consecutive whitespace character.");
        }
        String format = "document/" + shown.path("format").stringValue("txt");
        draft.attach(attachment(shown.path("source"), format, false, at).titled(name));
      }
      default -> {
        // Marks and guards change nothing, and videos are not simulated.
      }
    }
  }

  private static Attachment attachment(
      JsonNode source, String mediaType, boolean image, String at) {
    if (source.path("bytes").isString()) {
      try {
        return Attachment.of(image, mediaType, source.path("bytes").stringValue());
      } catch (IllegalArgumentException e) {
        throw Refusal.invalid("The bytes at " + at + " are not base64.");
      }
    }
    if (source.path("s3Location").isObject()) {
      return Attachment.at(image, source.path("s3Location").path("uri").stringValue(""));
    }
    if (source.path("text").isString() || source.path("content").isArray()) {
      return new Attachment(image, mediaType, source.path("text").stringValue("").length(), null);
    }
    throw Refusal.invalid(at + ": exactly one member of the union source must be set");
  }
}
