package io.tollgate.gateway.upstream.auth;

import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.gateway.upstream.Account;
import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.gateway.upstream.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.InstantSource;
import java.util.Map;

/** What tells one provider who calls. */
@FunctionalInterface
public interface Authenticator {

  /**
   * The headers that say so. Of keys it is one that has succeeded already, the same each time; of
   * tokens as well while one is at hand. It fails where there is nothing to be said.
   *
   * @param request a POST
   * @param path the whole path that it goes to, with its query
   */
  Future<Map<CharSequence, CharSequence>> headers(ProviderRequest request, String path);

  /**
   * The authenticator of an account with a provider.
   *
   * @param clock tells when tokens end and what time signatures carry
   */
  static Authenticator of(Vertx vertx, Provider provider, Account account, InstantSource clock) {
    return switch (account.authentication()) {
      case Authentication.None _ -> fixed(Map.of());
      case Authentication.Bearer(Secret key) ->
          fixed(Map.of(HttpHeaders.AUTHORIZATION, optimized("Bearer " + key.reveal())));
      case Authentication.Header(String name, Secret key) ->
          fixed(Map.of(optimized(name), optimized(key.reveal())));
      case Authentication.SigV4 keys -> new AwsSignatures(keys, provider.baseUrl(), clock);
      case Authentication.Token token -> {
        TokenCache cache = TokenCache.shared(vertx, name(provider, account), token, clock);
        yield (request, path) -> cache.headers();
      }
    };
  }

  /** Whose tokens they are, for the log and so that each account has its own. */
  private static String name(Provider provider, Account account) {
    return provider.accounts().size() == 1
        ? provider.name()
        : provider.name() + ", account " + account.name();
  }

  private static Authenticator fixed(Map<CharSequence, CharSequence> headers) {
    Future<Map<CharSequence, CharSequence>> known = Future.succeededFuture(headers);
    return (request, path) -> known;
  }

  private static CharSequence optimized(String text) {
    return HttpHeaders.createOptimized(text);
  }
}
