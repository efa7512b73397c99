package io.tollgate.gateway.exchange;

import io.netty.util.AsciiString;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.routing.Candidate;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The headers by which an answer says who gave it, why, and what it cost. */
public final class ResponseHeaders {

  /** The request's id, where the OpenAI SDKs look for it. */
  public static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

  /** The request's id in the ledger. */
  public static final CharSequence TOLLGATE_REQUEST_ID =
      HttpHeaders.createOptimized("x-tollgate-request-id");

  /** {@code gateway} or {@code provider}: whose error it is. */
  public static final CharSequence ERROR_SOURCE =
      HttpHeaders.createOptimized("x-tollgate-error-source");

  static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("retry-after");
  private static final CharSequence MODEL = HttpHeaders.createOptimized("x-tollgate-model");
  private static final CharSequence POLICY = HttpHeaders.createOptimized("x-tollgate-policy");
  private static final CharSequence REASON = HttpHeaders.createOptimized("x-tollgate-reason");
  private static final CharSequence ATTEMPTS = HttpHeaders.createOptimized("x-tollgate-attempts");
  private static final CharSequence COST = HttpHeaders.createOptimized("x-tollgate-cost");
  private static final CharSequence ESTIMATED_COST =
      HttpHeaders.createOptimized("x-tollgate-estimated-cost");

  /** What a provider could not be told, or the gateway does not know exactly. */
  public static final CharSequence WARNINGS = HttpHeaders.createOptimized("x-tollgate-warnings");

  /** A text of the configuration as it is in a head. */
  private record Configured(String text, CharSequence header) {}

  /**
   * By the last bits of its hash, the one of these that was asked for last. Loops may take places
   * from each other: what is lost is made again.
   */
  private static final @Nullable Configured[] CONFIGURED = new Configured[256];

  private ResponseHeaders() {}

  static void describe(
      ClientReply reply,
      String id,
      String policy,
      String reason,
      Candidate candidate,
      int attempts) {
    CharSequence encodedId = headerSafe(id);
    reply.header(REQUEST_ID, encodedId);
    reply.header(TOLLGATE_REQUEST_ID, encodedId);
    reply.header(MODEL, configured(candidate.deployment().id()));
    reply.header(POLICY, configured(policy));
    reply.header(REASON, headerSafe(reason));
    reply.header(ATTEMPTS, Integer.toString(attempts));
    Picodollars estimate = candidate.estimate().cost();
    if (estimate != null) {
      reply.header(ESTIMATED_COST, estimate.toPlainDollars());
    }
  }

  /** Says what the provider could not be told; nothing where it was told everything. */
  static void warn(ClientReply reply, List<Loss> losses) {
    if (!losses.isEmpty()) {
      reply.header(
          WARNINGS,
          headerSafe(
              losses.stream()
                  .map(loss -> "dropped " + loss.field() + ": " + loss.reason())
                  .collect(Collectors.joining("; "))));
    }
  }

  /** The exact cost in dollars, or {@code unpriced}. */
  static void cost(ClientReply reply, @Nullable Picodollars cost) {
    reply.header(COST, cost == null ? "unpriced" : cost.toPlainDollars());
  }

  /** The name of something configured, which many answers have: made safe and encoded once. */
  private static CharSequence configured(String text) {
    int place = text.hashCode() & CONFIGURED.length - 1;
    Configured known = CONFIGURED[place];
    if (known == null || !known.text().equals(text)) {
      known = new Configured(text, headerSafe(text));
      CONFIGURED[place] = known;
    }
    return known.header();
  }

  /**
   * The text with everything outside printable ASCII replaced, so that it cannot end a header; as
   * bytes, which a head is put together of.
   */
  static CharSequence headerSafe(String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < ascii.length; i++) {
      if (ascii[i] < ' ' || ascii[i] > '~') {
        ascii[i] = '?';
      }
    }
    return new AsciiString(ascii, false);
  }
}
