package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.RequestFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the parts of a content, of a request as of an answer.
 *
 * <p>Members of a part that the conversation has no place for follow it as an opaque part of a type
 * that begins with {@link #BESIDE}. A signature on a text follows it as thoughts without words.
 */
final class PartReader {

  /** Begins the type of an opaque part that holds members of the part before it. */
  static final String BESIDE = "part.";

  private final CallIds ids;

  PartReader(CallIds ids) {
    this.ids = ids;
  }

  /**
   * Reads one part.
   *
   * @throws MalformedRequest if a member that is known has a wrong type
   */
  void read(RequestFields part, JsonNode json, List<Part> parts) throws MalformedRequest {
    Map<String, JsonNode> beside = new LinkedHashMap<>();
    if (part.get("text") != null) {
      readText(part, parts);
    } else if (part.get("functionCall") != null) {
      parts.add(call(part, beside));
    } else if (part.get("functionResponse") != null) {
      parts.add(result(part, beside));
    } else if (part.get("inlineData") != null || part.get("fileData") != null) {
      parts.add(media(part, beside));
    } else {
      parts.add(new Part.Opaque(GeminiClient.NAME, type(json), json));
      return;
    }
    beside.putAll(part.rest());
    JsonNode rest = Trees.objectOf(beside);
    if (rest != null) {
      String type = BESIDE + beside.keySet().iterator().next();
      parts.add(new Part.Opaque(GeminiClient.NAME, type, rest));
    }
  }

  /** What kind of part it is: the first of its members that is no flag. */
  static String type(JsonNode json) {
    for (String name : json.propertyNames()) {
      if (!name.equals("thought") && !name.equals("thoughtSignature")) {
        return name;
      }
    }
    return "thoughtSignature";
  }

  private static void readText(RequestFields part, List<Part> parts) throws MalformedRequest {
    String text = part.requiredText("text");
    String signature = part.text("thoughtSignature");
    if (Boolean.TRUE.equals(part.bool("thought"))) {
      boolean hidden = text.isEmpty() && signature != null;
      parts.add(thoughts(text, signature, hidden));
      return;
    }
    parts.add(Part.Text.of(text));
    if (signature != null) {
      parts.add(thoughts("", signature, false));
    }
  }

  static Part.Reasoning thoughts(String text, @Nullable String signature, boolean hidden) {
    String origin = signature == null ? null : GeminiClient.NAME;
    return new Part.Reasoning(text, signature, hidden, null, origin);
  }

  private Part call(RequestFields part, Map<String, JsonNode> beside) throws MalformedRequest {
    RequestFields call = fields(part, "functionCall");
    String name = call.requiredText("name");
    JsonNode args = call.get("args");
    if (args != null && !args.isObject()) {
      throw call.wrong("args", "an object");
    }
    String arguments = args == null ? "{}" : JsonDocument.text(args);
    String signature = part.text("thoughtSignature");
    String id = ids.call(call.text("id"), name, arguments, signature);
    keep("functionCall", call, beside);
    return new Part.ToolCall(id, name, arguments, false, signature, null);
  }

  private Part result(RequestFields part, Map<String, JsonNode> beside) throws MalformedRequest {
    RequestFields result = fields(part, "functionResponse");
    String name = result.requiredText("name");
    JsonNode response = result.get("response");
    if (response != null && !response.isObject()) {
      throw result.wrong("response", "an object");
    }
    String id = ids.result(result.text("id"), name);
    List<Part> content = new ArrayList<>();
    content.add(Part.Text.of(response == null ? "{}" : JsonDocument.text(response)));
    Map<String, JsonNode> unknown = new LinkedHashMap<>();
    for (RequestFields inner : result.objects("parts")) {
      content.add(media(inner, unknown));
      unknown.putAll(inner.rest());
    }
    keep("functionResponse", result, beside);
    unknown.forEach(beside::putIfAbsent);
    Boolean error = isError(response) ? true : null;
    return new Part.ToolResult(id, name, content, error, false, null);
  }

  /** Google's convention: the key {@code error} stands for what went wrong. */
  private static boolean isError(@Nullable JsonNode response) {
    return response != null && response.size() == 1 && Nodes.get(response, "error") != null;
  }

  private static Part media(RequestFields part, Map<String, JsonNode> beside)
      throws MalformedRequest {
    RequestFields data = part.object("inlineData");
    if (data != null) {
      String mediaType = data.requiredText("mimeType");
      MediaSource source = new MediaSource.Base64(mediaType, data.requiredText("data"));
      return titled("inlineData", data, source, mediaType, beside);
    }
    RequestFields file = fields(part, "fileData");
    String uri = file.requiredText("fileUri");
    String mediaType = file.text("mimeType");
    MediaSource source =
        MediaTypes.isUpload(uri)
            ? new MediaSource.FileId(GeminiClient.NAME, uri, mediaType)
            : new MediaSource.Url(uri, mediaType);
    String known = mediaType == null ? MediaTypes.guess(uri) : mediaType;
    return titled("fileData", file, source, known, beside);
  }

  private static Part titled(
      String member,
      RequestFields data,
      MediaSource source,
      @Nullable String mediaType,
      Map<String, JsonNode> beside)
      throws MalformedRequest {
    Part part = MediaTypes.part(source, mediaType, null);
    if (part instanceof Part.Document) {
      part = MediaTypes.part(source, mediaType, data.text("displayName"));
    }
    keep(member, data, beside);
    return part;
  }

  private static void keep(String member, RequestFields object, Map<String, JsonNode> beside) {
    JsonNode rest = Trees.objectOf(object.rest());
    if (rest != null) {
      beside.put(member, rest);
    }
  }

  private static RequestFields fields(RequestFields part, String name) throws MalformedRequest {
    RequestFields object = part.object(name);
    if (object == null) {
      throw part.missing(name);
    }
    return object;
  }
}
