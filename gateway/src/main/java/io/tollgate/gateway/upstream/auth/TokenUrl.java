package io.tollgate.gateway.upstream.auth;

import java.net.URI;
import java.net.URISyntaxException;

/** Where tokens are handed out: secrets are sent there, so only over TLS or not over a network. */
public final class TokenUrl {

  private TokenUrl() {}

  /** Whether secrets may be sent to an address: by https, or to this machine itself. */
  public static boolean isSafe(String text) {
    try {
      URI url = new URI(text);
      String host = url.getHost();
      return host != null
          && url.getRawUserInfo() == null
          && ("https".equals(url.getScheme())
              || ("http".equals(url.getScheme()) && Loopback.is(host)));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
