package io.tollgate.gateway.exchange;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.verify.Agreement;
import io.tollgate.adapters.verify.AnswerComparison;
import io.tollgate.adapters.verify.AnswerText;
import io.tollgate.adapters.verify.AnswerVerifier;
import io.tollgate.adapters.verify.Verdict;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.routing.RequestProfile;
import io.vertx.core.Context;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the whole answers to one request: on its event loop where there is little to look at, as
 * with most, else on a worker. What is found is always told on the event loop.
 */
final class AnswerChecks {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerChecks.class);

  /**
   * Up to so many bytes of request and answer, and without a schema to compile, the look takes some
   * hundred microseconds, which is about what the way to another thread and back costs; beyond, it
   * would hold up other requests.
   */
  private static final long QUICK_BYTES = 32 << 10;

  private static final Verdict FAULT = new Verdict.None("the verifier failed");

  private final ClientCall call;
  private final Context loop;
  private final Consumer<Runnable> runner;

  /**
   * Checks of the answers to a call.
   *
   * @param runner runs a step of the exchange
   */
  AnswerChecks(ClientCall call, Context loop, Consumer<Runnable> runner) {
    this.call = call;
    this.loop = loop;
    this.runner = runner;
  }

  /** Whether an answer is one. */
  void verify(Completion answer, Consumer<Verdict> then) {
    RequestProfile profile = call.profile();
    boolean schemas = profile.tools() > 0 || profile.needs().contains(Capability.JSON_SCHEMA);
    long bytes = profile.bodyBytes() + AnswerText.length(answer);
    run(!schemas && bytes <= QUICK_BYTES, () -> verdict(answer), FAULT, then);
  }

  private Verdict verdict(Completion answer) {
    Conversation asked;
    try {
      asked = call.conversation();
    } catch (MalformedRequest e) {
      // The provider took it as it is; what it says is not known well enough to judge by.
      return new Verdict.None("the request cannot be read");
    }
    return AnswerVerifier.verify(asked, answer);
  }

  /** Whether two answers say the same. */
  void compare(Completion one, Completion other, Consumer<Agreement> then) {
    run(
        AnswerText.length(one) + AnswerText.length(other) <= QUICK_BYTES,
        () -> AnswerComparison.compare(one, other),
        Agreement.INCOMPARABLE,
        then);
  }

  private <T> void run(boolean quick, Callable<T> look, T fault, Consumer<T> then) {
    Callable<T> safe =
        () -> {
          try {
            return look.call();
          } catch (Exception | StackOverflowError e) {
            LOG.atError()
                .setCause(new BareFault(e))
                .log("a fault of the gateway in judging an answer");
            return fault;
          }
        };
    if (quick) {
      then.accept(called(safe, fault));
      return;
    }
    loop.executeBlocking(safe, false)
        .onComplete(
            done -> runner.accept(() -> then.accept(done.succeeded() ? done.result() : fault)));
  }

  private static <T> T called(Callable<T> look, T fault) {
    try {
      return look.call();
    } catch (Exception e) {
      return fault;
    }
  }
}
