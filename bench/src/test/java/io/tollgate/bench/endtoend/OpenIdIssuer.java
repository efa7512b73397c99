package io.tollgate.bench.endtoend;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider on loopback, which holds clients to what the standards say: a code is good
 * once, for who set out for it, with the right secret and verifier. Whoever is sent to it is signed
 * in as {@link #person} without being asked. What its tokens say and how they are signed can be
 * made wrong.
 */
final class OpenIdIssuer implements AutoCloseable {

  static final String CLIENT = "tollgate";

  /** Not a secret: nobody else ever listens to this. */
  static final String SECRET = "a+secret%of:the/test";

  /** Makes an ID token of what it is to say. */
  interface Forge {
    String token(OpenIdIssuer issuer, JWTClaimsSet claims) throws Exception;
  }

  /** How a client has to prove itself. */
  enum Proof {
    BASIC,
    FORM,
    NONE
  }

  private record Granted(Map<String, String> request, Map<String, Object> person) {}

  final AtomicInteger keySetReads = new AtomicInteger();
  final AtomicInteger codesTaken = new AtomicInteger();

  /** What is said of whoever signs in. */
  volatile Map<String, Object> person = Map.of();

  /** How tokens are made. */
  volatile Forge forge = OpenIdIssuer::signed;

  /** How the client has to prove itself; {@link Proof#BASIC} is not told, for it is the default. */
  volatile Proof proof = Proof.BASIC;

  /** Answers who asks what the issuer is like. */
  volatile HttpHandler discovery = exchange -> json(exchange, 200, discovery());

  /** The key that tokens are signed with. */
  volatile JWK key;

  /** The keys that are told. */
  volatile List<JWK> published;

  private final int port;
  private final Map<String, Granted> codes = new ConcurrentHashMap<>();
  private HttpServer server;

  private OpenIdIssuer(HttpServer server, JWK key) {
    this.port = server.getAddress().getPort();
    this.server = server;
    this.key = key;
    this.published = List.of(key);
  }

  static OpenIdIssuer start() throws IOException, JOSEException {
    OpenIdIssuer issuer = new OpenIdIssuer(listen(0), rsa("first"));
    issuer.serve();
    return issuer;
  }

  static RSAKey rsa(String kid) throws JOSEException {
    return new RSAKeyGenerator(2048).keyID(kid).generate();
  }

  static ECKey ec(String kid) throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
  }

  private static HttpServer listen(int port) throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
  }

  private void serve() {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/realm/.well-known/openid-configuration", exchange -> discovery.handle(exchange));
    server.createContext("/moved", exchange -> json(exchange, 200, discovery()));
    server.createContext(
        "/realm/keys",
        exchange -> {
          keySetReads.incrementAndGet();
          json(exchange, 200, new JWKSet(published).toString(true));
        });
    server.createContext("/realm/authorize", this::authorize);
    server.createContext("/realm/token", this::token);
    server.start();
  }

  /** Is gone, as if its machine were. */
  void stop() {
    server.stop(0);
  }

  /** Is there again. */
  void restart() throws IOException {
    server = listen(port);
    serve();
  }

  String name() {
    return "http://127.0.0.1:" + port + "/realm";
  }

  String discovery() {
    String methods =
        switch (proof) {
          case BASIC -> "";
          case FORM -> ",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]";
          case NONE -> ",\"token_endpoint_auth_methods_supported\":[\"none\"]";
        };
    return """
    {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
     "jwks_uri":"%1$s/keys","id_token_signing_alg_values_supported":["RS256","ES256"]%2$s}
    """
        .formatted(name(), methods);
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> request = form(exchange.getRequestURI().getRawQuery());
    boolean right =
        "code".equals(request.get("response_type"))
            && CLIENT.equals(request.get("client_id"))
            && "S256".equals(request.get("code_challenge_method"))
            && request.containsKey("code_challenge")
            && List.of(request.getOrDefault("scope", "").split(" ", -1)).contains("openid");
    if (!right) {
      json(exchange, 400, "{\"error\":\"invalid_request\"}");
      return;
    }
    String code = "code-" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    codes.put(code, new Granted(request, person));
    exchange
        .getResponseHeaders()
        .set(
            "location",
            request.get("redirect_uri")
                + "?code="
                + code
                + "&state="
                + URLEncoder.encode(request.getOrDefault("state", ""), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = form(body);
    if (!isClient(exchange.getRequestHeaders().getFirst("authorization"), form)) {
      json(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    Granted granted = codes.remove(form.getOrDefault("code", ""));
    if (granted == null
        || !"authorization_code".equals(form.get("grant_type"))
        || !form.getOrDefault("redirect_uri", "").equals(granted.request().get("redirect_uri"))
        || !challenge(form.getOrDefault("code_verifier", ""))
            .equals(granted.request().get("code_challenge"))) {
      json(exchange, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"" + body + "\"}");
      return;
    }
    codesTaken.incrementAndGet();
    try {
      String token = forge.token(this, claims(granted));
      json(
          exchange,
          200,
          "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"id_token\":\"" + token + "\"}");
    } catch (Exception e) {
      json(exchange, 500, "{\"error\":\"server_error\"}");
    }
  }

  /** Takes the codes that are out as if they had been asked for with another verifier. */
  void mixUpVerifiers() {
    codes.replaceAll((code, granted) -> {
      Map<String, String> request = new HashMap<>(granted.request());
      request.put("code_challenge", challenge("somebody else's"));
      return new Granted(request, granted.person());
    });
  }

  private boolean isClient(@Nullable String header, Map<String, String> form) {
    String both =
        URLEncoder.encode(CLIENT, StandardCharsets.UTF_8)
            + ":"
            + URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    String basic = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    boolean named = CLIENT.equals(form.get("client_id")) && header == null;
    return switch (proof) {
      case BASIC -> ("Basic " + basic).equals(header) && !form.containsKey("client_secret");
      case FORM -> named && SECRET.equals(form.get("client_secret"));
      case NONE -> named && !form.containsKey("client_secret");
    };
  }

  /** What the token of somebody says where all is right. */
  private JWTClaimsSet claims(Granted granted) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(name())
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("nonce", granted.request().get("nonce"));
    granted.person().forEach(claims::claim);
    return claims.build();
  }

  static String signed(OpenIdIssuer issuer, JWTClaimsSet claims) throws JOSEException {
    return signed(issuer.key, claims);
  }

  static String signed(JWK key, JWTClaimsSet claims) throws JOSEException {
    boolean rsa = key instanceof RSAKey;
    JWSSigner signer = rsa ? new RSASSASigner(key.toRSAKey()) : new ECDSASigner(key.toECKey());
    JWSHeader header =
        new JWSHeader.Builder(rsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
            .keyID(key.getKeyID())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, String> form(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      fields.put(
          URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  static void json(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
