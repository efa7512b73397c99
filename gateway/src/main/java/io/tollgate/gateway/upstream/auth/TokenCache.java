package io.tollgate.gateway.upstream.auth;

import io.tollgate.gateway.upstream.Authentication;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token that is got when it is first needed, and got anew on a thread of its own before it ends.
 *
 * <p>Requests wait only while there is none that may be sent. It is shared by all event loops; each
 * is answered on its own.
 */
final class TokenCache implements Shareable {

  private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);

  /** How long nobody asks again after it was in vain. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private record Held(
      Future<Map<CharSequence, CharSequence>> headers, Instant freshUntil, Instant validUntil) {}

  private record Waiter(Context context, Promise<Map<CharSequence, CharSequence>> promise) {}

  private final Vertx vertx;
  private final String provider;
  private final Authentication.Token authentication;
  private final TokenSource source;
  private final InstantSource clock;
  private final List<Waiter> waiters = new ArrayList<>();
  private volatile @Nullable Held held;
  private boolean getting;
  private Instant notBefore = Instant.MIN;
  private String failure = "";

  private TokenCache(
      Vertx vertx, String provider, Authentication.Token authentication, InstantSource clock) {
    this.vertx = vertx;
    this.provider = provider;
    this.authentication = authentication;
    this.source = TokenSources.of(authentication, clock);
    this.clock = clock;
  }

  /**
   * The one of a provider, for all event loops. With another authentication there is another one;
   * whoever has the one before goes on with it.
   */
  static TokenCache shared(
      Vertx vertx, String provider, Authentication.Token authentication, InstantSource clock) {
    LocalMap<String, TokenCache> caches = vertx.sharedData().getLocalMap("tollgate.tokens");
    return Objects.requireNonNull(
        caches.compute(
            provider,
            (name, present) ->
                present != null && present.authentication.equals(authentication)
                    ? present
                    : new TokenCache(vertx, provider, authentication, clock)));
  }

  /** The header with the token. */
  Future<Map<CharSequence, CharSequence>> headers() {
    Held token = held;
    Instant now = clock.instant();
    if (token != null && now.isBefore(token.freshUntil())) {
      return token.headers();
    }
    return getAnew(now);
  }

  private synchronized Future<Map<CharSequence, CharSequence>> getAnew(Instant now) {
    boolean paused = now.isBefore(notBefore);
    if (!getting && !paused) {
      getting = true;
      Thread.ofVirtual().name("token-" + provider).start(this::get);
    }
    Held token = held;
    if (token != null && now.isBefore(token.validUntil())) {
      return token.headers();
    }
    if (!getting) {
      return Future.failedFuture(new TokenException(failure));
    }
    Promise<Map<CharSequence, CharSequence>> promise = Promise.promise();
    waiters.add(new Waiter(vertx.getOrCreateContext(), promise));
    return promise.future();
  }

  private void get() {
    try {
      Token token = source.get();
      Instant now = clock.instant();
      Map<CharSequence, CharSequence> headers =
          Map.of(HttpHeaders.AUTHORIZATION, HttpHeaders.createOptimized("Bearer " + token.value()));
      got(
          new Held(
              Future.succeededFuture(headers),
              now.plus(token.freshFor()),
              now.plus(token.validFor())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed("it was interrupted");
    } catch (IOException | RuntimeException e) {
      failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
  }

  private synchronized void got(Held token) {
    held = token;
    getting = false;
    failure = "";
    for (Waiter waiter : waiters) {
      waiter.context().runOnContext(ignored -> token.headers().onComplete(waiter.promise()));
    }
    waiters.clear();
  }

  private synchronized void failed(String reason) {
    getting = false;
    failure = reason;
    Instant now = clock.instant();
    notBefore = now.plus(PAUSE);
    Held token = held;
    if (token != null && now.isBefore(token.validUntil())) {
      LOG.warn(
          "provider {}: no new token could be got, the present one ends at {}: {}",
          provider,
          token.validUntil(),
          reason);
    } else {
      LOG.error("provider {}: no token could be got, so nothing is sent: {}", provider, reason);
    }
    for (Waiter waiter : waiters) {
      waiter.context().runOnContext(ignored -> waiter.promise().fail(new TokenException(reason)));
    }
    waiters.clear();
  }
}
