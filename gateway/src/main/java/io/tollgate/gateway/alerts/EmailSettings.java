package io.tollgate.gateway.alerts;

import io.tollgate.gateway.upstream.Secret;
import io.tollgate.gateway.upstream.TrustedCertificates;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whom to tell by e-mail, and by which server.
 *
 * @param to plain addresses, at least one
 * @param from the sender's plain address
 * @param host of the server
 * @param port of the server
 * @param login how to log in there, or {@code null} where nobody has to
 * @param tls how the connection is protected
 * @param trusted who may have signed the server's certificate, or {@code null} for whom the JDK
 *     trusts
 */
public record EmailSettings(
    List<String> to,
    String from,
    String host,
    int port,
    @Nullable Login login,
    Tls tls,
    @Nullable TrustedCertificates trusted) {

  /** Who sends. */
  public record Login(String user, Secret password) {}

  /** How a connection is protected. */
  public enum Tls {
    /** It begins in clear and has to go over to TLS before anything is sent. */
    STARTTLS,
    /** It is TLS from the first byte. */
    IMPLICIT,
    /** Not at all. */
    NONE;

    /** The name in files. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public EmailSettings {
    to = List.copyOf(to);
  }
}
