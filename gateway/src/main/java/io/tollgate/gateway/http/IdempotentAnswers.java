package io.tollgate.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.gateway.config.GatewayConfig.Kept;
import io.tollgate.gateway.exchange.HeldBytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers that are kept for requests which are sent again with the same {@code Idempotency-Key},
 * and the keys of those that run. In this process's memory only, bounded by weight and by time.
 *
 * <p>Only complete answers are kept: a request that failed or was cut frees its key, so that a
 * client's own retry is a new attempt. Safe for use by all event loops.
 */
final class IdempotentAnswers {

  /** Answers may fill no more than this part of the heap, whatever is configured. */
  private static final int HEAP_PART = 8;

  /**
   * What a key is unique within.
   *
   * @param virtualKey the caller's public id: no tenant gets another's answer
   * @param route the path
   * @param value what the caller sent
   */
  record Scope(String virtualKey, String route, String value) {}

  /** What is to be done with a request that has a key. */
  sealed interface Verdict {

    /** It is the first of its kind: do it, and tell the recording of its answer. */
    record First(AnswerRecording recording) implements Verdict {}

    /** It was answered before. */
    record Again(KeptAnswer answer) implements Verdict {}

    /** It is being answered. */
    record Running() implements Verdict {}

    /** Its key was used for another request. */
    record Reused() implements Verdict {}
  }

  private final Cache<Scope, KeptAnswer> answers;
  private final ConcurrentHashMap<Scope, String> running = new ConcurrentHashMap<>();

  /** Nothing kept. */
  IdempotentAnswers(Kept limits, Ticker ticker) {
    this.answers =
        Caffeine.newBuilder()
            .maximumWeight(
                Math.min(limits.bytesMax(), Runtime.getRuntime().maxMemory() / HEAP_PART))
            .weigher((Scope scope, KeptAnswer answer) -> answer.weight(scope))
            .expireAfterWrite(limits.ttl())
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Looks a request up, and marks its key as running if it is the first.
   *
   * @param body its body, which is what it is known again by
   */
  Verdict begin(Scope scope, byte[] body, int offset, int length, HeldBytes.Share held) {
    String fingerprint = fingerprint(body, offset, length);
    String other = running.putIfAbsent(scope, fingerprint);
    if (other != null) {
      return other.equals(fingerprint) ? new Verdict.Running() : new Verdict.Reused();
    }
    // Looked up after its key was taken: what ended a moment ago is kept by now.
    KeptAnswer kept = answers.getIfPresent(scope);
    if (kept == null) {
      return new Verdict.First(new AnswerRecording(this, scope, fingerprint, held));
    }
    running.remove(scope);
    return kept.fingerprint().equals(fingerprint) ? new Verdict.Again(kept) : new Verdict.Reused();
  }

  void keep(Scope scope, KeptAnswer answer) {
    answers.put(scope, answer);
  }

  void free(Scope scope) {
    running.remove(scope);
  }

  private static String fingerprint(byte[] body, int offset, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(body, offset, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
