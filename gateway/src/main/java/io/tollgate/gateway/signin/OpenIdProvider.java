package io.tollgate.gateway.signin;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.gateway.upstream.auth.TokenUrl;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An issuer, as its discovery document describes it.
 *
 * @param issuer its name
 * @param authorization where browsers are sent
 * @param token where codes are given for ID tokens
 * @param keySet where its keys are
 * @param takesBasic whether a client proves itself in a header, and not in the form
 * @param keys its keys
 */
record OpenIdProvider(
    String issuer,
    URI authorization,
    URI token,
    URI keySet,
    boolean takesBasic,
    JWKSource<SecurityContext> keys) {

  private static final String BASIC = "client_secret_basic";

  /**
   * Reads a discovery document.
   *
   * @param before the same issuer as it was, whose keys are known, or {@code null}
   * @throws IOException if it is none of this issuer
   */
  static OpenIdProvider read(String issuer, String document, @Nullable OpenIdProvider before)
      throws IOException {
    JsonNode json;
    try {
      json = JsonDocument.read(document);
    } catch (JacksonException e) {
      throw new IOException("its discovery document is no JSON", e);
    }
    String named = Nodes.text(json, "issuer", "");
    if (!named.equals(issuer)) {
      throw new IOException(
          "its discovery document is of \"" + Printable.of(named) + "\", not of " + issuer);
    }
    List<JsonNode> methods = Nodes.array(json, "token_endpoint_auth_methods_supported");
    URI keySet = address(json, "jwks_uri");
    return new OpenIdProvider(
        issuer,
        address(json, "authorization_endpoint"),
        address(json, "token_endpoint"),
        keySet,
        // What holds where the document does not say.
        methods.isEmpty() || methods.stream().anyMatch(m -> BASIC.equals(m.stringValue(""))),
        before != null && before.keySet.equals(keySet) ? before.keys : KeySets.at(keySet));
  }

  private static URI address(JsonNode json, String member) throws IOException {
    String text = Nodes.text(json, member, "");
    if (!TokenUrl.isSafe(text)) {
      throw new IOException("its discovery document has no https address as " + member);
    }
    return URI.create(text);
  }

  /** Where a browser is sent to. */
  String authorization(SignInSettings settings, String state, String nonce, String verifier) {
    String form =
        Form.encode(
            Map.of(
                "response_type",
                "code",
                "client_id",
                settings.clientId(),
                "redirect_uri",
                settings.redirect().toString(),
                "scope",
                String.join(" ", settings.scopes()),
                "state",
                state,
                "nonce",
                nonce,
                "code_challenge",
                RandomText.digest(verifier),
                "code_challenge_method",
                "S256"));
    return authorization + (authorization.getRawQuery() == null ? "?" : "&") + form;
  }
}
