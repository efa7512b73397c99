package io.tollgate.gateway.exchange;

import io.tollgate.gateway.capacity.WorkMeter;
import io.tollgate.gateway.metrics.GatewayMetrics;
import io.tollgate.gateway.upstream.UpstreamHealth;
import io.tollgate.gateway.upstream.Upstreams;
import io.vertx.core.Context;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;

/**
 * What every exchange of one event loop works with.
 *
 * @param context the event loop
 * @param upstreams its connections to providers
 * @param ledger the ledger, as this loop uses it
 * @param health what is known of deployments, shared by all loops
 * @param metrics the instruments, shared by all loops
 * @param running the requests inside this loop
 * @param log the latest exchanges, shared by all loops
 * @param ids request ids of this loop
 * @param clock the wall clock
 * @param random numbers from 0 to 1, of this loop
 * @param thoughts what models thought before they called tools, shared by all loops
 * @param conversations what conversations have sent before, shared by all loops
 * @param witness who may want to read answers, too
 * @param measurementMoney what the gateway's own requests are paid from
 * @param work is told what each attempt gave its deployment to do, shared by all loops
 * @param limits bounds on what is kept in memory
 */
public record ExchangeServices(
    Context context,
    Upstreams upstreams,
    LoopLedger ledger,
    UpstreamHealth health,
    GatewayMetrics metrics,
    RunningRequests running,
    ExchangeLog log,
    RequestIds ids,
    InstantSource clock,
    DoubleSupplier random,
    RememberedThoughts thoughts,
    Conversations conversations,
    AnswerWitness witness,
    MeasurementMoney measurementMoney,
    WorkMeter work,
    AnswerLimits limits) {

  /** The same with other connections and bounds, as a changed configuration has them. */
  public ExchangeServices with(Upstreams otherUpstreams, AnswerLimits otherLimits) {
    return new ExchangeServices(
        context,
        otherUpstreams,
        ledger,
        health,
        metrics,
        running,
        log,
        ids,
        clock,
        random,
        thoughts,
        conversations,
        witness,
        measurementMoney,
        work,
        otherLimits);
  }

  /**
   * Bounds on answers, and what may be sent twice.
   *
   * @param answerBytesMax the largest plain answer, in bytes
   * @param eventBytesMax the largest event of a stream, in bytes
   * @param resendLost whether a request whose connection broke before an answer is sent to the next
   *     deployment; the first attempt stays charged at its estimate
   */
  public record AnswerLimits(int answerBytesMax, int eventBytesMax, boolean resendLost) {}
}
