package io.tollgate.gateway.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of the audit log: JSON that names the hash of the line before, and ends with its own,
 * which is the SHA-256 of all that stands before {@code ,"sha256":}.
 *
 * @param seq its number, from 1
 * @param text the line, without its end
 * @param hash its own hash
 */
record AuditLine(long seq, String text, String hash) {

  /** What comes before the first line. */
  static final AuditLine START = new AuditLine(0, "", "0".repeat(64));

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MARK = ",\"sha256\":\"";
  private static final String END = "\"}";
  private static final int SEAL_CHARS = MARK.length() + 64 + END.length();

  /** The line after this one. */
  AuditLine next(Instant at, AuditEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", at.toString());
    fields.put("who", entry.who());
    fields.put("role", entry.role());
    fields.put("from", entry.from());
    fields.put("method", entry.method());
    fields.put("path", entry.path());
    fields.put("action", entry.action());
    fields.put("changed", entry.changed());
    fields.put("status", entry.status());
    fields.put("detail", entry.detail());
    String json = JSON.writeValueAsString(fields);
    String sealed = beginning(seq + 1, hash) + json.substring(1, json.length() - 1);
    String digest = sha256(sealed);
    return new AuditLine(seq + 1, sealed + MARK + digest + END, digest);
  }

  private static String beginning(long seq, String before) {
    return "{\"seq\":" + seq + ",\"before\":\"" + before + "\",";
  }

  /** The line that a text is, or {@code null} where its own hash does not hold. */
  static @Nullable AuditLine read(String text) {
    int mark = text.length() - SEAL_CHARS;
    if (mark <= 0 || !text.startsWith(MARK, mark) || !text.endsWith(END)) {
      return null;
    }
    String hash = text.substring(mark + MARK.length(), text.length() - END.length());
    int comma = text.indexOf(',');
    String seq = text.startsWith("{\"seq\":") ? text.substring("{\"seq\":".length(), comma) : "";
    if (!hash.equals(sha256(text.substring(0, mark))) || !seq.matches("[1-9]\\d{0,17}")) {
      return null;
    }
    return new AuditLine(Long.parseLong(seq), text, hash);
  }

  /** The line that a text is, or {@code null} where it is none that may follow this one. */
  @Nullable AuditLine accept(String following) {
    AuditLine line = read(following);
    return line != null && following.startsWith(beginning(seq + 1, hash)) ? line : null;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
