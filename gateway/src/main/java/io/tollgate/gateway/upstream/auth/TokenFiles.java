package io.tollgate.gateway.upstream.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A token in a file that somebody else keeps fresh: read again when the file has changed, looked at
 * no more often than once a second. While it cannot be read, the token that was in it is sent until
 * it ends.
 */
final class TokenFiles implements TokenSource {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration UNKNOWN_LIFE = Duration.ofHours(1);
  private static final int BYTES_MAX = 64 << 10;

  private final Path file;
  private final InstantSource clock;

  TokenFiles(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  @Override
  public Token get() throws IOException {
    String value = text().strip();
    @Nullable Instant end = TokenAnswer.endOf(value);
    Instant now = clock.instant();
    Duration life = end == null ? UNKNOWN_LIFE : Duration.between(now, end);
    if (life.isNegative() || life.isZero()) {
      throw new IOException(
          "the token in the file " + file + " ended at " + Objects.requireNonNull(end));
    }
    return new Token(value, LOOK_AGAIN, life);
  }

  private String text() throws IOException {
    try {
      if (Files.size(file) <= BYTES_MAX) {
        return Files.readString(file);
      }
    } catch (IOException e) {
      throw new IOException("the file " + file + " cannot be read", e);
    }
    throw new IOException("the file " + file + " is too large for a token");
  }
}
