package io.tollgate.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All who are signed in to this gateway, each by the digest of the whole of a random id that only
 * his browser has. Safe for use by several threads.
 */
final class Sessions {

  /** All that issuers say of them: some ten thousand people with usual tokens. */
  private static final int CHARS_MAX = 32 << 20;

  private static final int ID_CHARS = 43;

  private final Ticker ticker;
  private final RandomGenerator random;
  private final Cache<String, Session> byDigest;

  Sessions(Ticker ticker, RandomGenerator random) {
    this.ticker = ticker;
    this.random = random;
    this.byDigest =
        Caffeine.newBuilder()
            .maximumWeight(CHARS_MAX)
            .weigher((String digest, Session session) -> 512 + session.claims().chars())
            .expireAfterWrite(SignInSettings.SESSION_MAX)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /** Signs somebody in, and out wherever else he was; gives the id that is for his browser. */
  synchronized String begin(SignInSettings settings, Claims claims) {
    Session session = new Session(settings.issuer(), settings.clientId(), claims, ticker.read());
    byDigest.asMap().values().removeIf(session::isOfSamePersonAs);
    String id = RandomText.of(random);
    byDigest.put(RandomText.digest(id), session);
    return id;
  }

  /** Who has an id, or {@code null}. */
  @Nullable Session find(@Nullable String id, SignInSettings now) {
    if (id == null || id.length() != ID_CHARS) {
      return null;
    }
    Session session = byDigest.getIfPresent(RandomText.digest(id));
    return session != null && session.isGood(now, ticker.read()) ? session : null;
  }

  /** Signs out whoever has an id. */
  void end(String id) {
    byDigest.invalidate(RandomText.digest(id));
  }
}
