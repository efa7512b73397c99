package io.tollgate.gateway.upstream.auth;

import io.tollgate.adapters.bedrock.SigV4;
import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.json.Segments;
import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.Secret;
import io.vertx.core.Future;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signs each request to AWS: its host, path, query, body and time. */
final class AwsSignatures implements Authenticator {

  private final SigV4 signer;
  private final String host;
  private final InstantSource clock;

  AwsSignatures(Authentication.SigV4 keys, URI baseUrl, InstantSource clock) {
    Secret session = keys.sessionToken();
    this.signer =
        new SigV4(
            keys.accessKeyId(),
            keys.secretAccessKey().reveal(),
            session == null ? null : session.reveal(),
            keys.region(),
            keys.service());
    this.host = hostHeader(baseUrl);
    this.clock = clock;
  }

  /** As the client sends it: with the port unless it is that of the scheme. */
  private static String hostHeader(URI url) {
    int port = url.getPort();
    boolean usual = port < 0 || port == ("https".equals(url.getScheme()) ? 443 : 80);
    return usual ? url.getHost() : url.getHost() + ":" + port;
  }

  @Override
  public Future<Map<CharSequence, CharSequence>> headers(ProviderRequest request, String path) {
    int query = path.indexOf('?');
    Map<CharSequence, CharSequence> headers = new LinkedHashMap<>();
    signer
        .sign(
            "POST",
            host,
            query < 0 ? path : path.substring(0, query),
            query < 0 ? "" : path.substring(query + 1),
            Map.of(),
            sha256(request.body()),
            clock.instant())
        .forEach(headers::put);
    return Future.succeededFuture(headers);
  }

  private static String sha256(Segments body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      body.forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
