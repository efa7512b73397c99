package io.tollgate.adapters.gemini;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ids for the function calls of one conversation or answer, where Google gives none.
 *
 * <p>An id is a digest of what the call says and where it stands, so the same conversation is
 * translated to the same bytes each time, and two calls of it never share an id. Ids of this kind
 * are left out again when they are sent to Google.
 */
final class CallIds {

  private static final String PREFIX = "gcall_";
  private static final int DIGEST_BYTES = 12;
  private static final int LENGTH = PREFIX.length() + 2 * DIGEST_BYTES;

  /** A call whose result has not come yet. */
  private record Open(String id, String name) {}

  private final String scope;
  private final List<Open> open = new ArrayList<>();
  private int calls;

  /**
   * Ids for one conversation or answer.
   *
   * @param scope what tells it from others: of an answer its id, of a conversation nothing, since
   *     each of its calls stands in another place
   */
  CallIds(String scope) {
    this.scope = scope;
  }

  /** Whether an id was made here. */
  static boolean isMade(String id) {
    return id.length() == LENGTH && id.startsWith(PREFIX);
  }

  /** The id of the next call. */
  String call(@Nullable String given, String name, String arguments, @Nullable String signature) {
    String id =
        given != null && !given.isEmpty()
            ? given
            : digest(scope, Integer.toString(calls), name, arguments, signature);
    calls++;
    open.add(new Open(id, name));
    return id;
  }

  /** The id of the call that a result without one answers: the oldest of its name. */
  String result(@Nullable String given, @Nullable String name) {
    if (given != null && !given.isEmpty()) {
      open.removeIf(call -> call.id().equals(given));
      return given;
    }
    for (Open call : open) {
      if (call.name().equals(name)) {
        open.remove(call);
        return call.id();
      }
    }
    if (!open.isEmpty()) {
      return open.removeFirst().id();
    }
    return digest(scope, "result " + calls++, name, "", null);
  }

  private static String digest(@Nullable String... texts) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (String text : texts) {
      if (text != null) {
        sha256.update(text.getBytes(StandardCharsets.UTF_8));
      }
      sha256.update((byte) 0);
    }
    return PREFIX + HexFormat.of().formatHex(sha256.digest(), 0, DIGEST_BYTES);
  }
}
