package io.tollgate.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The sign-ins under way, by digests of their states. Safe for use by several threads. */
final class PendingSignIns {

  /** How long somebody may take to sign in at the issuer. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Anybody can set out: what that takes up is bounded. */
  private static final int PENDING_MAX = 10_000;

  private final Cache<String, PendingSignIn> byState;

  PendingSignIns(Ticker ticker) {
    this.byState =
        Caffeine.newBuilder()
            .maximumSize(PENDING_MAX)
            .expireAfterWrite(PATIENCE)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  void add(String state, PendingSignIn pending) {
    byState.put(RandomText.digest(state), pending);
  }

  /** What a state belongs to, once: whoever comes with it again finds nothing. */
  @Nullable PendingSignIn take(String state) {
    return byState.asMap().remove(RandomText.digest(state));
  }
}
