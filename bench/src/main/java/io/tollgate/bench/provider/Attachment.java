package io.tollgate.bench.provider;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An image or a document in a request.
 *
 * @param image whether it is an image
 * @param mediaType e.g. {@code image/png}; {@code null} where it lies elsewhere
 * @param bytes its size once decoded; -1 where it lies elsewhere
 * @param place its address where it lies elsewhere, or its title; {@code null} for neither
 */
record Attachment(boolean image, @Nullable String mediaType, long bytes, @Nullable String place) {

  /** What one costs in tokens. */
  static final long TOKENS = 64;

  /** One that lies elsewhere. */
  static Attachment at(boolean image, String place) {
    return new Attachment(image, null, -1, place);
  }

  /**
   * One that came with the request.
   *
   * @throws IllegalArgumentException if the data is not base64
   */
  static Attachment of(boolean image, String mediaType, String base64) {
    return new Attachment(image, mediaType, Base64.getDecoder().decode(base64).length, null);
  }

  /**
   * One at an address, which may be a {@code data:} URL.
   *
   * @throws IllegalArgumentException if its data is not base64
   */
  static Attachment ofUrl(boolean image, String url) {
    int comma = url.indexOf(";base64,");
    return url.startsWith("data:") && comma > 0
        ? of(image, url.substring("data:".length(), comma), url.substring(comma + 8))
        : at(image, url);
  }

  /** The same with a title. */
  Attachment titled(@Nullable String title) {
    return title == null ? this : new Attachment(image, mediaType, bytes, title);
  }

  String inWords() {
    StringBuilder words = new StringBuilder(image ? "image" : "document");
    if (mediaType != null) {
      words.append(' ').append(mediaType);
    }
    if (bytes >= 0) {
      words.append(" of ").append(bytes).append(" bytes");
    }
    if (place != null) {
      words.append(" at ").append(place);
    }
    return words.toString();
  }
}
