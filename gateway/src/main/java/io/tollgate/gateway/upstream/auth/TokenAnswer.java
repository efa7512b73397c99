package io.tollgate.gateway.upstream.auth;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What those who hand out tokens say: an answer of an OAuth token endpoint (RFC 6749, section 5.1),
 * the output of {@code az account get-access-token}, or the token by itself.
 */
final class TokenAnswer {

  /** How long a token is taken to live that does not say so. */
  private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);

  private static final Duration LIFE_MAX = Duration.ofDays(1);

  private TokenAnswer() {}

  /**
   * The token in a text.
   *
   * @throws IOException if there is none in it; the message does not quote it
   */
  static Token read(String text, Instant now) throws IOException {
    String stripped = text.strip();
    if (!stripped.startsWith("{")) {
      return token(stripped, endOf(stripped), now);
    }
    JsonNode json;
    try {
      json = JsonDocument.read(stripped);
    } catch (JacksonException e) {
      throw new IOException("what came is no JSON", e);
    }
    String value = Nodes.text(json, "access_token");
    if (value == null) {
      value = Nodes.text(json, "accessToken");
    }
    if (value == null) {
      throw new IOException("there is no access_token in what came");
    }
    long seconds = number(json, "expires_in");
    if (seconds > 0) {
      return token(value, now.plusSeconds(Math.min(seconds, LIFE_MAX.toSeconds())), now);
    }
    long epochSeconds = number(json, "expires_on");
    return token(value, epochSeconds > 0 ? Instant.ofEpochSecond(epochSeconds) : endOf(value), now);
  }

  private static Token token(String value, @Nullable Instant end, Instant now) throws IOException {
    Duration life = end == null ? UNKNOWN_LIFE : Duration.between(now, end);
    if (life.isNegative() || life.isZero()) {
      throw new IOException("the token that came ended at " + end);
    }
    return Token.living(value, life.compareTo(LIFE_MAX) > 0 ? LIFE_MAX : life);
  }

  /** Numbers also come as texts. */
  private static long number(JsonNode json, String member) {
    String text = Nodes.text(json, member);
    if (text != null && text.matches("[0-9]{1,12}")) {
      return Long.parseLong(text);
    }
    return Math.min(Nodes.integer(json, member, 0), 999_999_999_999L);
  }

  /** When a token ends that is a JSON web token; its signature is for the provider to check. */
  static @Nullable Instant endOf(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
      long end = number(JsonDocument.read(new String(claims, StandardCharsets.UTF_8)), "exp");
      return end > 0 ? Instant.ofEpochSecond(end) : null;
    } catch (IllegalArgumentException | JacksonException e) {
      return null;
    }
  }
}
