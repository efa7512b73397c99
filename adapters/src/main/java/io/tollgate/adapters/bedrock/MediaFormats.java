package io.tollgate.adapters.bedrock;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bedrock's words for the formats of files, by their media types or the ends of their names. */
final class MediaFormats {

  private static final Map<String, String> IMAGES =
      Map.of("png", "png", "jpeg", "jpeg", "jpg", "jpeg", "gif", "gif", "webp", "webp");

  private static final Map<String, String> DOCUMENTS =
      Map.ofEntries(
          Map.entry("pdf", "pdf"),
          Map.entry("csv", "csv"),
          Map.entry("html", "html"),
          Map.entry("plain", "txt"),
          Map.entry("txt", "txt"),
          Map.entry("markdown", "md"),
          Map.entry("md", "md"),
          Map.entry("msword", "doc"),
          Map.entry("doc", "doc"),
          Map.entry("vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
          Map.entry("docx", "docx"),
          Map.entry("vnd.ms-excel", "xls"),
          Map.entry("xls", "xls"),
          Map.entry("vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
          Map.entry("xlsx", "xlsx"));

  private static final Map<String, String> FILMS =
      Map.ofEntries(
          Map.entry("mp4", "mp4"),
          Map.entry("quicktime", "mov"),
          Map.entry("mov", "mov"),
          Map.entry("x-matroska", "mkv"),
          Map.entry("mkv", "mkv"),
          Map.entry("webm", "webm"),
          Map.entry("x-flv", "flv"),
          Map.entry("flv", "flv"),
          Map.entry("mpeg", "mpeg"),
          Map.entry("mpg", "mpg"),
          Map.entry("x-ms-wmv", "wmv"),
          Map.entry("wmv", "wmv"),
          Map.entry("3gpp", "three_gp"));

  private static final Map<String, String> SOUNDS =
      Map.ofEntries(
          Map.entry("wav", "wav"),
          Map.entry("x-wav", "wav"),
          Map.entry("wave", "wav"),
          Map.entry("mpeg", "mp3"),
          Map.entry("mp3", "mp3"),
          Map.entry("mp4", "mp4"),
          Map.entry("m4a", "m4a"),
          Map.entry("x-m4a", "m4a"),
          Map.entry("aac", "aac"),
          Map.entry("flac", "flac"),
          Map.entry("ogg", "ogg"),
          Map.entry("opus", "opus"),
          Map.entry("webm", "webm"));

  private MediaFormats() {}

  /** The format of an image; {@code null} for one that Bedrock does not take. */
  static @Nullable String image(@Nullable String mediaType, @Nullable String address) {
    return find(IMAGES, mediaType, address);
  }

  /** The format of a document. */
  static @Nullable String document(@Nullable String mediaType, @Nullable String address) {
    return find(DOCUMENTS, mediaType, address);
  }

  /** The format of a film. */
  static @Nullable String video(@Nullable String mediaType, @Nullable String address) {
    return find(FILMS, mediaType, address);
  }

  /** The format of a sound. */
  static @Nullable String audio(@Nullable String mediaType, @Nullable String address) {
    return find(SOUNDS, mediaType, address);
  }

  private static @Nullable String find(
      Map<String, String> formats, @Nullable String mediaType, @Nullable String address) {
    if (mediaType != null) {
      String type = mediaType.toLowerCase(Locale.ROOT);
      int parameters = type.indexOf(';');
      String bare = parameters < 0 ? type : type.substring(0, parameters);
      return formats.get(bare.substring(bare.indexOf('/') + 1).strip());
    }
    return address == null
        ? null
        : formats.get(address.substring(address.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }
}
