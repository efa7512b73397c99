package io.tollgate.gateway.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an audit log, whether or not a gateway writes to it. */
public final class AuditFile {

  private static final int LINE_BYTES_MAX = 16 << 20;

  private AuditFile() {}

  /** The file of a gateway. */
  public static Path of(Path dataDir) {
    return dataDir.resolve("audit").resolve("audit.jsonl");
  }

  /** Checks every line and that each follows the one before; sound where there is no file. */
  public static AuditVerification verify(Path file) throws IOException {
    AuditLine last = AuditLine.START;
    if (Files.exists(file)) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        for (byte[] bytes = line(in); bytes.length > 0; bytes = line(in)) {
          String text = text(bytes);
          AuditLine line = text == null ? null : last.accept(text);
          if (line == null) {
            return new AuditVerification(last.seq(), last.hash(), problem(last.seq() + 1, bytes));
          }
          last = line;
        }
      }
    }
    return new AuditVerification(last.seq(), last.hash(), "");
  }

  private static String problem(long number, byte[] bytes) {
    return bytes[bytes.length - 1] == '\n'
        ? "line " + number + " was changed, or does not follow the one before it"
        : "line " + number + " has no end: it is being written, or was when the gateway stopped";
  }

  /**
   * Lines as they are in the file.
   *
   * @param after the number of the last line that is not wanted
   * @param most how many, the latest ones where there are more
   */
  public static List<String> latest(Path file, long after, int most) throws IOException {
    Deque<String> lines = new ArrayDeque<>();
    if (Files.exists(file)) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        for (byte[] bytes = line(in); bytes.length > 0; bytes = line(in)) {
          String text = text(bytes);
          AuditLine line = text == null ? null : AuditLine.read(text);
          if (line != null && line.seq() > after) {
            lines.addLast(line.text());
            if (lines.size() > most) {
              lines.removeFirst();
            }
          }
        }
      }
    }
    return new ArrayList<>(lines);
  }

  /** The next line with its end, which the last may lack; empty after the last. */
  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n' || line.size() >= LINE_BYTES_MAX) {
        break;
      }
    }
    return line.toByteArray();
  }

  /** The text of a line, or {@code null} where it has no end or is not UTF-8. */
  static @Nullable String text(byte[] line) {
    if (line.length == 0 || line[line.length - 1] != '\n') {
      return null;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line, 0, line.length - 1))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
