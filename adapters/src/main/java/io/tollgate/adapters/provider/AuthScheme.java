package io.tollgate.adapters.provider;

import io.tollgate.policies.yaml.YamlType;
import java.util.Locale;

/**
 * How a provider wants to be told who calls. There is no way to put a key into a URL: those are
 * logged everywhere.
 *
 * @param kind which way
 * @param header the header's name in lower case where the kind is {@link Kind#HEADER}; else empty
 */
public record AuthScheme(Kind kind, String header) {

  /** The ways. */
  public enum Kind {
    /** Nobody asks. */
    NONE,
    /** A key in {@code Authorization: Bearer}. */
    BEARER,
    /** A key in a header of the provider's own, {@code header:NAME} in files. */
    HEADER,
    /** A signature over the request, AWS Signature Version 4. */
    SIGV4,
    /** A token that a Google service account gets. */
    GOOGLE_SERVICE_ACCOUNT,
    /** A token of Microsoft Entra ID. */
    AZURE_ENTRA;

    /** The name in files. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The type in files. */
  public static final YamlType<AuthScheme> TYPE =
      YamlType.of(
          "none, bearer, header:NAME, sigv4, google_service_account or azure_entra",
          new AuthScheme(Kind.NONE, ""),
          AuthScheme::parse);

  private static final String HEADER = "header:";

  private static AuthScheme parse(String text) {
    if (text.startsWith(HEADER)) {
      String name = text.substring(HEADER.length()).toLowerCase(Locale.ROOT);
      if (name.matches("[a-z0-9][a-z0-9-]*")) {
        return new AuthScheme(Kind.HEADER, name);
      }
      throw new IllegalArgumentException("found \"" + text + "\", which names no header");
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.HEADER && kind.key().equals(text)) {
        return new AuthScheme(kind, "");
      }
    }
    throw new IllegalArgumentException("found \"" + text + "\"");
  }

  /** As in files. */
  @Override
  public String toString() {
    return kind == Kind.HEADER ? HEADER + header : kind.key();
  }
}
