package io.tollgate.gateway.signin;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what an issuer is like. It is asked at each sign-in, so that nobody is sent to one that
 * is down; but once in a while only, whatever comes of it, however many set out.
 */
final class Discovery {

  private static final String DOCUMENT = "/.well-known/openid-configuration";
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /**
   * What came of asking.
   *
   * @param provider the issuer, as it was the last time that it could be asked
   * @param failure why it could not now; empty if it could
   */
  private record Found(
      String issuer, long atNanos, @Nullable OpenIdProvider provider, String failure) {}

  private final Ticker ticker;
  private @Nullable Found last;

  Discovery(Ticker ticker) {
    this.ticker = ticker;
  }

  /** The issuer; whoever else asks meanwhile waits for the same answer. */
  synchronized OpenIdProvider find(String issuer) throws SignInFailure {
    Found known = last;
    if (known != null && !known.issuer().equals(issuer)) {
      known = null;
    }
    if (known == null || ticker.read() - known.atNanos() > PAUSE.toNanos()) {
      known = ask(issuer, known == null ? null : known.provider());
      last = known;
    }
    OpenIdProvider provider = known.provider();
    if (provider == null || !known.failure().isEmpty()) {
      throw SignInFailure.issuerDown(known.failure());
    }
    return provider;
  }

  private Found ask(String issuer, @Nullable OpenIdProvider before) {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    OpenIdProvider provider = before;
    String failure = "";
    try {
      provider = OpenIdProvider.read(issuer, ProviderHttp.get(URI.create(base + DOCUMENT)), before);
    } catch (IOException e) {
      failure = Printable.of(String.valueOf(e.getMessage()));
    }
    return new Found(issuer, ticker.read(), provider, failure);
  }
}
