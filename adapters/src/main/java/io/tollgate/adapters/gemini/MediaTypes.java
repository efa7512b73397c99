package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What kind of part a media type makes, and which type an address without one may have. */
final class MediaTypes {

  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("heic", "image/heic"),
          Map.entry("heif", "image/heif"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("txt", "text/plain"),
          Map.entry("md", "text/markdown"),
          Map.entry("html", "text/html"),
          Map.entry("csv", "text/csv"),
          Map.entry("json", "application/json"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("wav", "audio/wav"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("flac", "audio/flac"),
          Map.entry("aac", "audio/aac"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("mov", "video/quicktime"),
          Map.entry("webm", "video/webm"),
          Map.entry("mpeg", "video/mpeg"));

  private MediaTypes() {}

  /** A part of the kind that its media type says; a document where it says nothing. */
  static Part part(MediaSource source, @Nullable String mediaType, @Nullable String title) {
    String type = mediaType == null ? "" : mediaType.toLowerCase(Locale.ROOT);
    if (type.startsWith("image/")) {
      return new Part.Image(source, null, null);
    }
    if (type.startsWith("audio/")) {
      return new Part.Audio(source, null);
    }
    if (type.startsWith("video/")) {
      return new Part.Video(source, null);
    }
    return new Part.Document(source, title, null, false, null);
  }

  /** The media type that the end of an address suggests; {@code null} where it suggests none. */
  static @Nullable String guess(String url) {
    int end = url.length();
    for (int i = 0; i < end; i++) {
      if (url.charAt(i) == '?' || url.charAt(i) == '#') {
        end = i;
      }
    }
    String path = url.substring(0, end);
    if (path.startsWith("https://www.youtube.com/") || path.startsWith("https://youtu.be/")) {
      return "video/mp4";
    }
    int dot = path.lastIndexOf('.');
    return dot < path.lastIndexOf('/')
        ? null
        : BY_EXTENSION.get(path.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** Whether an address leads to what was uploaded to Google, and nobody else can read. */
  static boolean isUpload(String uri) {
    return uri.startsWith("gs://")
        || uri.startsWith("files/")
        || (uri.startsWith("https://generativelanguage.googleapis.com/")
            && uri.contains("/files/"));
  }
}
