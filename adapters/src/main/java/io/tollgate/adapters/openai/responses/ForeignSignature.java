package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.Part;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Another dialect's signature in the place of {@code encrypted_content}, so that a client that
 * keeps its own history brings it back: {@code tollgate:ORIGIN:KIND:SIGNATURE}, the kind being
 * {@code s} for signed thoughts, {@code r} for thoughts of which the signature is all there is, and
 * {@code n} for thoughts without one.
 */
final class ForeignSignature {

  private static final String PREFIX = "tollgate:";
  private static final byte[] PREFIX_BYTES = PREFIX.getBytes(StandardCharsets.US_ASCII);
  private static final String SIGNED = "s";
  private static final String REDACTED = "r";
  private static final String NONE = "n";

  private ForeignSignature() {}

  /** What is written for thoughts; {@code null} where they are OpenAI's and have no signature. */
  static @Nullable String write(
      @Nullable String origin, @Nullable String signature, boolean redacted) {
    if (ResponsesClient.NAME.equals(origin)) {
      return signature;
    }
    if (signature == null || origin == null) {
      return PREFIX + ":" + NONE + ":";
    }
    return PREFIX + origin + ":" + (redacted ? REDACTED : SIGNED) + ":" + signature;
  }

  /** Whether a text was written here. */
  static boolean isOne(String text) {
    return text.startsWith(PREFIX);
  }

  /** Whether the text that begins at an index was written here. */
  static boolean isOne(byte[] array, int at) {
    int end = at + PREFIX_BYTES.length;
    return end <= array.length && Arrays.equals(array, at, end, PREFIX_BYTES, 0, end - at);
  }

  /**
   * The thoughts a text was written for.
   *
   * @param summary what of them is readable
   */
  static Part.Reasoning read(String summary, @Nullable String id, String text) {
    String[] fields = text.split(":", 4);
    return fields.length < 4 || fields[1].isEmpty() || fields[2].equals(NONE)
        ? new Part.Reasoning(summary, null, false, id, null)
        : new Part.Reasoning(summary, fields[3], fields[2].equals(REDACTED), id, fields[1]);
  }
}
