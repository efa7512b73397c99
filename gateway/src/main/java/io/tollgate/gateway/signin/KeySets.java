package io.tollgate.gateway.signin;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;

/** The keys of an issuer, kept for a while and read again when a token names one that is new. */
final class KeySets {

  /** After this a key that the issuer has withdrawn counts no more. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  /** Within this a key set is read twice at most, however many tokens name keys that are not. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private KeySets() {}

  static JWKSource<SecurityContext> at(URI address) throws IOException {
    try {
      return JWKSourceBuilder.<SecurityContext>create(
              address.toURL(),
              ignored -> new Resource(ProviderHttp.get(address), "application/json"))
          .cache(FRESH.toMillis(), ProviderHttp.TOTAL.multipliedBy(2).toMillis())
          .refreshAheadCache(false)
          .rateLimited(PAUSE.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new IOException("its jwks_uri is no address", e);
    }
  }
}
