package io.tollgate.bench.provider;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads where an image or a document of a Messages request comes from. */
final class AnthropicSources {

  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

  private final TurnDraft draft;

  AnthropicSources(TurnDraft draft) {
    this.draft = draft;
  }

  /** Notes what a block shows. */
  void attach(JsonNode block, String type, String at) {
    boolean image = type.equals("image");
    String title = block.path("title").stringValue(null);
    draft.attach(read(block.path("source"), image, at + ".source").titled(title));
  }

  private static Attachment read(JsonNode source, boolean image, String at) {
    switch (source.path("type").stringValue("")) {
      case "base64" -> {
        Shape.of("type:s! media_type:s! data:s!").check(source, at + ".base64");
        String type = source.path("media_type").stringValue();
        if (image ? !IMAGES.contains(type) : !type.equals("application/pdf")) {
          throw Refusal.invalid(at + ".base64.media_type: Input should not be '" + type + "'");
        }
        try {
          return Attachment.of(image, type, source.path("data").stringValue());
        } catch (IllegalArgumentException e) {
          throw Refusal.invalid(at + ".base64.data: Invalid base64");
        }
      }
      case "url" -> {
        Shape.of("type:s! url:s!").check(source, at + ".url");
        String url = source.path("url").stringValue();
        if (!url.startsWith("http")) {
          throw Refusal.invalid(at + ".url.url: Only HTTP and HTTPS URLs are supported");
        }
        return Attachment.at(image, url);
      }
      case "file" -> {
        Shape.of("type:s! file_id:s!").check(source, at + ".file");
        return Attachment.at(image, source.path("file_id").stringValue());
      }
      case "text" -> {
        Shape.of("type:s! media_type:s! data:s!").check(source, at + ".text");
        long bytes = source.path("data").stringValue().length();
        return new Attachment(image, "text/plain", bytes, null);
      }
      case "content" -> {
        Shape.of("type:s! content:*!").check(source, at + ".content");
        return new Attachment(image, "text/plain", -1, null);
      }
      default -> throw Refusal.invalid(at + ": Input tag does not match any of the expected tags");
    }
  }
}
