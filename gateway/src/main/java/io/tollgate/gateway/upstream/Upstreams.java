package io.tollgate.gateway.upstream;

import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.gateway.upstream.auth.Authenticator;
import io.tollgate.policies.catalog.Deployment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.PemTrustOptions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to all providers.
 *
 * <p>Each event loop has its own pools, so a request and the call that serves it stay on one loop.
 * Redirects are never followed, and a provider's key is only in requests to its own base URL.
 */
public final class Upstreams {

  private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence USER_AGENT = HttpHeaders.createOptimized("tollgate");

  private static final int RECEIVE_BUFFER_BYTES = 32 << 10;

  private record Endpoint(
      Provider provider,
      ConnectionPool pool,
      EqualTimers firstTokenTimers,
      RequestHeads heads,
      Authenticator first,
      Map<String, Authenticator> byAccount,
      Lease lease,
      Map<String, List<ProviderDialect>> dialects,
      Map<String, String> paths) {

    /** The whole path; there are not more of them than dialects and models. */
    String path(String endpoint) {
      String known = paths.get(endpoint);
      if (known == null) {
        known = provider.path(endpoint);
        paths.put(endpoint, known);
      }
      return known;
    }

    /** A name that is not known, for a reload has just made it, is of no use here yet. */
    Authenticator authenticator(@Nullable String account) {
      return account == null ? first : byAccount.getOrDefault(account, first);
    }

    /** Without the key. */
    @Override
    public String toString() {
      return provider.toString();
    }
  }

  private final Vertx vertx;
  private final Map<String, Endpoint> byProvider = new HashMap<>();
  private final Lease lease = new Lease(this::giveBack);

  /** The pools of the calling event loop; connections are made when first needed. */
  public Upstreams(Vertx vertx, Iterable<Provider> providers) {
    this(vertx, providers, Map.of());
  }

  private Upstreams(Vertx vertx, Iterable<Provider> providers, Map<String, Endpoint> present) {
    this.vertx = vertx;
    for (Provider provider : providers) {
      Endpoint endpoint = present.get(provider.name());
      if (endpoint != null && endpoint.provider().equals(provider)) {
        endpoint.lease().take();
      } else {
        endpoint = open(provider);
      }
      byProvider.put(provider.name(), endpoint);
    }
  }

  /**
   * The same for other providers, in place of this one. What has not changed goes on as it is; the
   * pools of what has changed are closed when the last request that {@link #lease() leases} this
   * one, and the last call, have ended.
   */
  public Upstreams replacedBy(List<Provider> providers) {
    Upstreams next = new Upstreams(vertx, providers, byProvider);
    lease.giveBack();
    return next;
  }

  /** Taken by whoever may call a provider yet, so that no pool is closed before it has. */
  public Lease lease() {
    return lease;
  }

  private void giveBack() {
    byProvider.values().forEach(endpoint -> endpoint.lease().giveBack());
    byProvider.clear();
  }

  private Endpoint open(Provider provider) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setDefaultHost(provider.baseUrl().getHost())
            .setDefaultPort(provider.port())
            .setSsl(provider.isTls())
            .setVerifyHost(true)
            .setTcpNoDelay(true)
            // The kernel's part of what waits while a client reads slowly.
            .setReceiveBufferSize(RECEIVE_BUFFER_BYTES)
            .setKeepAliveTimeout(Math.toIntExact(provider.keepAlive().toSeconds()))
            .setConnectTimeout(Math.toIntExact(provider.deadlines().connect().toMillis()));
    TrustedCertificates trusted = provider.trustedCertificates();
    if (trusted != null) {
      options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(trusted.pem())));
    }
    ConnectionPool pool =
        new ConnectionPool(vertx, vertx.httpClientBuilder().with(options).build(), provider);
    EqualTimers firstTokenTimers = new EqualTimers(vertx, provider.deadlines().firstToken());
    Map<String, Authenticator> authenticators = new HashMap<>();
    for (Account account : provider.accounts()) {
      authenticators.put(account.name(), authenticator(provider, account));
    }
    return new Endpoint(
        provider,
        pool,
        firstTokenTimers,
        new RequestHeads(headers(provider)),
        authenticator(provider, provider.accounts().getFirst()),
        authenticators,
        new Lease(() ->
            vertx.runOnContext(ignored -> {
              pool.close();
              firstTokenTimers.close();
            })),
        new HashMap<>(),
        new HashMap<>());
  }

  private Authenticator authenticator(Provider provider, Account account) {
    return Authenticator.of(vertx, provider, account, InstantSource.system());
  }

  /** What is the same in all requests to a provider. */
  private static Map<CharSequence, CharSequence> headers(Provider provider) {
    Map<CharSequence, CharSequence> headers = new LinkedHashMap<>();
    headers.put(
        HttpHeaders.HOST,
        HttpHeaders.createOptimized(
            HostAndPort.create(provider.host(), provider.port()).toString(provider.isTls())));
    headers.put(HttpHeaders.CONTENT_TYPE, JSON);
    headers.put(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
    headers.put(HttpHeaders.USER_AGENT, USER_AGENT);
    provider
        .headers()
        .forEach((name, value) ->
            headers.put(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value)));
    return headers;
  }

  /**
   * The provider of this name.
   *
   * @throws IllegalArgumentException if none is configured; routing knows only deployments of
   *     configured providers
   */
  public Provider provider(String name) {
    return endpoint(name).provider();
  }

  /** The dialects that the provider of a deployment speaks with its model, the best first. */
  public List<ProviderDialect> dialects(Deployment deployment) {
    Endpoint endpoint = endpoint(deployment.provider());
    List<ProviderDialect> known = endpoint.dialects().get(deployment.upstreamModel());
    return known != null
        ? known
        : endpoint
            .dialects()
            .computeIfAbsent(deployment.upstreamModel(), endpoint.provider()::dialects);
  }

  private Endpoint endpoint(String provider) {
    Endpoint endpoint = byProvider.get(provider);
    if (endpoint == null) {
      throw new IllegalArgumentException("provider: " + provider + " (expected: a configured one)");
    }
    return endpoint;
  }

  /**
   * Sends a request to a provider with its only account, or the first of them; see {@link
   * #send(String, String, String, ProviderRequest, boolean, UpstreamListener)}.
   */
  public UpstreamCall send(
      String provider,
      String attemptId,
      ProviderRequest request,
      boolean streamed,
      UpstreamListener listener) {
    return send(provider, null, attemptId, request, streamed, listener);
  }

  /**
   * Sends a request.
   *
   * @param provider the name of a configured provider
   * @param account the name of the account to send it with, or {@code null} for the first
   * @param attemptId what the provider can be asked about later; no secret
   * @param request what is sent, not changed afterwards
   * @param streamed whether a stream is asked for, of which the listener tells the progress
   */
  public UpstreamCall send(
      String provider,
      @Nullable String account,
      String attemptId,
      ProviderRequest request,
      boolean streamed,
      UpstreamListener listener) {
    Endpoint endpoint = endpoint(provider);
    String path = endpoint.path(request.path());
    endpoint.lease().take();
    UpstreamCall call =
        new UpstreamCall(
            vertx,
            endpoint.provider().deadlines(),
            streamed,
            listener,
            endpoint.firstTokenTimers(),
            endpoint.lease()::giveBack);
    Future<Map<CharSequence, CharSequence>> proof =
        endpoint.authenticator(account).headers(request, path);
    if (proof.succeeded()) {
      connect(endpoint, path, attemptId, request, proof.result(), call);
    } else {
      proof.onComplete(
          proven -> connect(endpoint, path, attemptId, request, proven, call),
          call::unauthenticated);
    }
    return call;
  }

  private static void connect(
      Endpoint endpoint,
      String path,
      String attemptId,
      ProviderRequest request,
      Map<CharSequence, CharSequence> proof,
      UpstreamCall call) {
    if (call.isOver()) {
      return;
    }
    try {
      RequestHeads.Common head = endpoint.heads().of(path, request, proof);
      call.sends(new Outgoing(head, attemptId, request.body()));
    } catch (IllegalArgumentException unfit) {
      call.refused(unfit);
      return;
    }
    endpoint.pool().connect(call);
  }
}
