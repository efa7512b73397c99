package io.tollgate.gateway.signin;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.gateway.upstream.Secret;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Gives a code to the issuer, and takes an ID token for it (RFC 6749, section 4.1.3). */
final class CodeExchange {

  private CodeExchange() {}

  static String idToken(PendingSignIn pending, SignInSettings settings, String code)
      throws SignInFailure {
    try {
      HttpResponse<String> answer = ProviderHttp.send(request(pending, settings, code));
      int status = answer.statusCode();
      if (status == 200) {
        return read(answer.body());
      }
      if (status == 400 || status == 401) {
        throw SignInFailure.refused(
            "The identity provider did not take the code: "
                + reason(answer.body())
                + ". Sign in again; if that does not help, client_id, client_secret and redirect"
                + " have to be what the provider knows.");
      }
      throw SignInFailure.issuerDown("it answered " + status + " to the code");
    } catch (IOException e) {
      throw SignInFailure.issuerDown(Printable.of(String.valueOf(e.getMessage())));
    }
  }

  private static HttpRequest request(PendingSignIn pending, SignInSettings settings, String code) {
    OpenIdProvider provider = pending.provider();
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", settings.redirect().toString());
    form.put("code_verifier", pending.verifier());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(provider.token())
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json");
    Secret secret = settings.clientSecret();
    if (secret != null && provider.takesBasic()) {
      request.header("authorization", basic(settings.clientId(), secret));
    } else {
      form.put("client_id", settings.clientId());
      if (secret != null) {
        form.put("client_secret", secret.reveal());
      }
    }
    return request.POST(BodyPublishers.ofString(Form.encode(form))).build();
  }

  /** Both encoded as in a form, which is what RFC 6749, section 2.3.1 wants. */
  private static String basic(String clientId, Secret secret) {
    String both = Form.encode(clientId) + ":" + Form.encode(secret.reveal());
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII));
  }

  private static String read(String body) throws SignInFailure {
    try {
      String token = Nodes.text(JsonDocument.read(body), "id_token");
      if (token != null) {
        return token;
      }
    } catch (JacksonException e) {
      // The same as one that is not there.
    }
    throw SignInFailure.refused("The identity provider gave no ID token for the code.");
  }

  /** The error code only: descriptions may quote what was sent. */
  private static String reason(String body) {
    try {
      JsonNode json = JsonDocument.read(body);
      String error = Nodes.text(json, "error", "");
      return error.matches("[a-z_]{1,60}") ? error : "no reason given";
    } catch (JacksonException e) {
      return "no reason given";
    }
  }
}
