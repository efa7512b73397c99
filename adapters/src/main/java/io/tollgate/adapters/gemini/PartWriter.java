package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.Losses;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes parts as Google has them. */
final class PartWriter {

  private static final String SIGNATURE = "thoughtSignature";

  private final boolean own;
  private final Losses losses;
  private final Map<String, String> names = new HashMap<>();
  private @Nullable ObjectNode last;

  /**
   * A writer for one conversation or answer.
   *
   * @param own whether everything that can be said is: the conversation came in this dialect, or it
   *     is an answer
   */
  PartWriter(boolean own, Losses losses) {
    this.own = own;
    this.losses = losses;
  }

  /** Begins another content: what follows belongs to no part before it. */
  void begin() {
    last = null;
  }

  void write(Part part, ArrayNode parts) {
    switch (part) {
      case Part.Text text -> {
        cacheMark(text.cache());
        if (own || !text.text().isEmpty()) {
          add(parts, Trees.object("text", text.text()));
        }
      }
      case Part.Refusal refusal -> add(parts, Trees.object("text", refusal.text()));
      case Part.Reasoning reasoning -> thoughts(reasoning, parts);
      case Part.ToolCall call -> {
        cacheMark(call.cache());
        names.put(call.id(), call.name());
        add(parts, call(call));
      }
      case Part.ToolResult result -> {
        cacheMark(result.cache());
        result(result, parts);
      }
      case Part.Image _, Part.Audio _, Part.Video _, Part.Document _ -> {
        ObjectNode media = media(part, parts);
        if (media != null) {
          add(parts, media);
        }
      }
      case Part.Opaque opaque -> opaque(opaque, parts);
    }
  }

  private void add(ArrayNode parts, ObjectNode part) {
    parts.add(part);
    last = part;
  }

  private void cacheMark(@Nullable Object cache) {
    if (cache != null) {
      losses.hint("cache_control", "Gemini caches by itself");
    }
  }

  private void thoughts(Part.Reasoning reasoning, ArrayNode parts) {
    boolean signed = reasoning.signature() != null && GeminiClient.NAME.equals(reasoning.origin());
    ObjectNode before = last;
    if (signed && reasoning.text().isEmpty() && !reasoning.redacted()) {
      if (before != null && before.size() == 1 && before.has("text")) {
        before.put(SIGNATURE, reasoning.signature());
      } else {
        add(parts, Trees.object("text", "").put(SIGNATURE, reasoning.signature()));
      }
    } else if (signed) {
      add(
          parts,
          Trees.object("text", reasoning.text())
              .put("thought", true)
              .put(SIGNATURE, reasoning.signature()));
    } else if (own && !reasoning.text().isEmpty()) {
      add(parts, Trees.object("text", reasoning.text()).put("thought", true));
    } else if (!own) {
      losses.hint("reasoning", "Gemini takes back only thoughts of its own");
    }
  }

  private static ObjectNode call(Part.ToolCall call) {
    ObjectNode function = Trees.object();
    putId(function, call.id());
    function.put("name", call.name());
    function.set("args", arguments(call));
    ObjectNode part = Trees.object("functionCall", function);
    if (call.signature() != null) {
      part.put(SIGNATURE, call.signature());
    }
    return part;
  }

  /** Arguments as an object; a text that is none is put into one. */
  static JsonNode arguments(Part.ToolCall call) {
    JsonNode object = call.custom() ? null : Trees.parseObject(call.arguments());
    if (object != null) {
      return object;
    }
    return call.arguments().isBlank() ? Trees.object() : Trees.object("input", call.arguments());
  }

  private static void putId(ObjectNode function, String id) {
    if (!CallIds.isMade(id)) {
      function.put("id", id);
    }
  }

  private void result(Part.ToolResult result, ArrayNode parts) {
    ObjectNode function = Trees.object();
    putId(function, result.callId());
    String name = result.name() == null ? names.get(result.callId()) : result.name();
    function.put("name", name == null ? "unknown" : name);
    StringBuilder text = new StringBuilder();
    ArrayNode media = Trees.array();
    for (Part content : result.content()) {
      switch (content) {
        case Part.Text said -> {
          text.append(text.isEmpty() ? "" : "\n").append(said.text());
          cacheMark(said.cache());
        }
        case Part.Image _, Part.Audio _, Part.Video _, Part.Document _ -> {
          ObjectNode data = media(content, media);
          if (data != null) {
            media.add(data);
          }
        }
        case Part.Opaque opaque ->
            losses.meaning("tool_result." + opaque.type(), "Gemini has no such part of a result");
        case Part.Reasoning _, Part.ToolCall _, Part.ToolResult _, Part.Refusal _ ->
            losses.meaning("tool_result", "Gemini has no such part of a result");
      }
    }
    function.set("response", response(text.toString(), Boolean.TRUE.equals(result.error())));
    if (!media.isEmpty()) {
      function.set("parts", media);
    }
    add(parts, Trees.object("functionResponse", function));
  }

  /** A result must be an object; anything else is put into one, by Google's own names. */
  private static JsonNode response(String text, boolean error) {
    JsonNode object = Trees.parseObject(text);
    if (object != null && (!error || object.has("error"))) {
      return object;
    }
    return Trees.object(error ? "error" : "result", text);
  }

  private @Nullable ObjectNode media(Part part, ArrayNode parts) {
    return switch (part) {
      case Part.Image image -> {
        cacheMark(image.cache());
        if (image.detail() != null && !image.detail().equals("auto")) {
          losses.hint("detail", "Gemini has none for one image");
        }
        yield data(image.source(), "image/jpeg", null);
      }
      case Part.Audio audio -> {
        cacheMark(audio.cache());
        yield data(audio.source(), "audio/mpeg", null);
      }
      case Part.Video video -> {
        cacheMark(video.cache());
        yield data(video.source(), "video/mp4", null);
      }
      case Part.Document document -> document(document, parts);
      default -> null;
    };
  }

  private @Nullable ObjectNode document(Part.Document document, ArrayNode parts) {
    cacheMark(document.cache());
    if (document.citations()) {
      losses.hint("citations", "Gemini cites no documents of a request");
    }
    String title = document.title();
    String context = document.context();
    if (!own && (title != null || context != null)) {
      String about = (title == null ? "" : title) + (context == null ? "" : "\n" + context);
      parts.add(Trees.object("text", about.strip()));
    }
    return data(document.source(), "application/pdf", own ? title : null);
  }

  private @Nullable ObjectNode data(MediaSource source, String usual, @Nullable String title) {
    String member;
    ObjectNode data = Trees.object();
    switch (source) {
      case MediaSource.Base64 inline -> {
        member = "inlineData";
        data.put("mimeType", inline.mediaType()).put("data", inline.data());
      }
      case MediaSource.PlainText plain -> {
        member = "inlineData";
        byte[] utf8 = plain.text().getBytes(StandardCharsets.UTF_8);
        data.put("mimeType", plain.mediaType())
            .put("data", Base64.getEncoder().encodeToString(utf8));
      }
      case MediaSource.Url url -> {
        member = "fileData";
        putType(data, url.mediaType(), url.url(), usual);
        data.put("fileUri", url.url());
      }
      case MediaSource.FileId file -> {
        if (!file.dialect().equals(GeminiClient.NAME)) {
          losses.meaning("file_id", "the file lies with another provider");
          return null;
        }
        member = "fileData";
        putType(data, file.mediaType(), file.id(), usual);
        data.put("fileUri", file.id());
      }
    }
    if (title != null) {
      data.put("displayName", title);
    }
    return Trees.object(member, data);
  }

  private void putType(ObjectNode data, @Nullable String said, String address, String usual) {
    String guessed = said == null && !own ? MediaTypes.guess(address) : said;
    if (guessed != null) {
      data.put("mimeType", guessed);
    } else if (!own) {
      data.put("mimeType", usual);
    }
  }

  private void opaque(Part.Opaque opaque, ArrayNode parts) {
    ObjectNode before = last;
    if (!opaque.dialect().equals(GeminiClient.NAME)) {
      losses.meaning(opaque.type(), "Gemini has no such part");
    } else if (!opaque.type().startsWith(PartReader.BESIDE)) {
      parts.add(opaque.json());
      last = null;
    } else if (before != null) {
      Trees.merge(before, opaque.json());
    }
  }
}
