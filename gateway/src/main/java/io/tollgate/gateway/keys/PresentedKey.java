package io.tollgate.gateway.keys;

import org.jspecify.annotations.Nullable;

/** What somebody presents as a virtual key, looked at but not yet believed. */
public final class PresentedKey {

  private static final byte[] NOTHING = new byte[0];

  private final @Nullable String id;
  private final byte[] digest;

  private PresentedKey(@Nullable String id, byte[] digest) {
    this.id = id;
    this.digest = digest;
  }

  /**
   * Looks at a text.
   *
   * @param text what comes after {@code Bearer}
   */
  public static PresentedKey of(String text) {
    byte[] bytes = KeyText.bytes(text);
    String id = KeyText.publicId(text, bytes);
    return new PresentedKey(id, id == null ? NOTHING : KeyText.digest(bytes));
  }

  /** The public id in it; {@code null} where it is not the text of a key. */
  @Nullable String id() {
    return id;
  }

  /** Its SHA-256; empty where it is not the text of a key. */
  byte[] digest() {
    return digest;
  }
}
