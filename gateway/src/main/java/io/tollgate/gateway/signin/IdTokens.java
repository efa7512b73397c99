package io.tollgate.gateway.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Believes an ID token, or says why not (OpenID Connect Core 1.0, section 3.1.3.7). The library
 * finds the key and checks the signature; what the token says is checked here, on the gateway's own
 * clock.
 */
final class IdTokens {

  /**
   * Signatures by keys of which only the issuer has the secret half. No {@code none}, and no {@code
   * HS*}: a public key must never serve as the secret of one.
   */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /** How far the issuer's clock may be from this one. */
  static final Duration SKEW = Duration.ofSeconds(60);

  private static final int CHARS_MAX = 64 << 10;

  private final InstantSource clock;

  IdTokens(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What a token says, if it is the issuer's, for this client, of this sign-in, and of now.
   *
   * @throws SignInFailure if it is not, or if the issuer's keys cannot be had
   */
  Claims verify(String token, OpenIdProvider provider, SignInSettings settings, String nonce)
      throws SignInFailure {
    if (token.length() > CHARS_MAX) {
      throw refused("it has more than " + CHARS_MAX + " characters");
    }
    JWTClaimsSet claims = signed(token, provider);
    try {
      check(claims, settings, nonce);
      String subject = claims.getSubject();
      if (subject == null || !subject.matches("[ -~]{1,255}")) {
        throw refused("its subject is none");
      }
      return Claims.of(subject, claims);
    } catch (ParseException e) {
      throw refused("it has a claim of another type than it should have");
    }
  }

  private static JWTClaimsSet signed(String token, OpenIdProvider provider) throws SignInFailure {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, provider.keys()));
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    try {
      return processor.process(token, null);
    } catch (RateLimitReachedException e) {
      throw refused("its key is not the issuer's, as far as is known for the next half minute");
    } catch (KeySourceException e) {
      throw SignInFailure.issuerDown("its keys cannot be read");
    } catch (ParseException e) {
      throw refused("it is no signed token");
    } catch (BadJOSEException | JOSEException e) {
      throw refused("it is not signed by a key of the issuer, by an algorithm that is allowed");
    }
  }

  private void check(JWTClaimsSet claims, SignInSettings settings, String nonce)
      throws ParseException, SignInFailure {
    if (!settings.issuer().equals(claims.getIssuer())) {
      throw refused("it is of another issuer");
    }
    List<String> audience = claims.getAudience();
    String authorized = claims.getStringClaim("azp");
    if (!audience.contains(settings.clientId())
        || (authorized == null && audience.size() > 1)
        || (authorized != null && !authorized.equals(settings.clientId()))) {
      throw refused("it is for another client");
    }
    String said = claims.getStringClaim("nonce");
    if (said == null || !RandomText.same(said, nonce)) {
      throw refused("it is of another sign-in");
    }
    Instant now = clock.instant();
    Instant end = instant(claims.getExpirationTime());
    Instant issued = instant(claims.getIssueTime());
    Instant start = instant(claims.getNotBeforeTime());
    if (end == null || issued == null) {
      throw refused("it does not say when it was issued and when it ends");
    }
    if (!now.isBefore(end.plus(SKEW))) {
      throw refused("it has expired");
    }
    if (now.isBefore(issued.minus(SKEW)) || (start != null && now.isBefore(start.minus(SKEW)))) {
      throw refused("it is of the future: the clocks differ");
    }
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  private static SignInFailure refused(String why) {
    return SignInFailure.refused("The ID token is not accepted: " + why + ".");
  }
}
