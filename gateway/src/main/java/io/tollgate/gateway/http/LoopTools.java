package io.tollgate.gateway.http;

import io.tollgate.gateway.config.Snapshot;
import io.tollgate.gateway.exchange.BareFault;
import io.tollgate.gateway.exchange.ExchangeServices;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What admission works with on one event loop.
 *
 * @param services asked for each request
 * @param snapshot asked for each request, and what its services go by
 * @param bounds what it shares with those of other loops
 * @param refusing answers with a refusal
 */
record LoopTools(
    Vertx vertx,
    Supplier<ExchangeServices> services,
    Supplier<Snapshot> snapshot,
    SharedBounds bounds,
    BiConsumer<HttpServerRequest, ErrorReply> refusing) {

  private static final Logger LOG = LoggerFactory.getLogger(LoopTools.class);

  ExchangeServices now() {
    return services.get();
  }

  void refuse(HttpServerRequest request, ErrorReply reply) {
    refusing.accept(request, reply);
  }

  void refuseFaulty(HttpServerRequest request, Throwable fault) {
    LOG.error("a fault of the gateway ended a request", new BareFault(fault));
    refuse(request, Refusals.FAULT);
  }

  /** Says when to come again, in whole seconds. */
  static void retryAfter(HttpServerRequest request, long millis) {
    request
        .response()
        .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.ceilDiv(millis, 1_000)));
  }
}
