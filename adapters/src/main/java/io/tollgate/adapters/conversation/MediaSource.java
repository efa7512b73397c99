package io.tollgate.adapters.conversation;

import org.jspecify.annotations.Nullable;

/** Where the bytes of an image, a document, a sound or a film are. */
public sealed interface MediaSource {

  /** In the request itself. */
  record Base64(String mediaType, String data) implements MediaSource {}

  /**
   * Behind an address that the provider reads.
   *
   * @param mediaType {@code null} where the dialect does not say
   */
  record Url(String url, @Nullable String mediaType) implements MediaSource {}

  /** With one provider, uploaded before. */
  record FileId(String dialect, String id, @Nullable String mediaType) implements MediaSource {}

  /** Plain text (Anthropic's text documents). */
  record PlainText(String mediaType, String text) implements MediaSource {}
}
