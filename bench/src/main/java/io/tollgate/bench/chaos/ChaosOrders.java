package io.tollgate.bench.chaos;

import io.tollgate.bench.audit.Order;
import java.util.List;
import java.util.SplittableRandom;

/** The requests of a chaos run, one after the other; the same seed gives the same ones. */
final class ChaosOrders {

  private static final List<String> MODELS =
      List.of(
          "auto",
          "auto",
          "auto/cheap",
          "auto/impatient",
          "sim-local/pebble-8b",
          "sim-open-moe/meadow-400b",
          "sim-frontier/aurora-pro");

  /** Whom a fault befalls: the first of a plan, so that the next answers, or everybody. */
  private static final List<String> WHERE = List.of("fault@sim-local", "fault@sim-local", "fault");

  private static final List<String> FAULTS =
      List.of(
          "status=429;retry-after=1",
          "status=500",
          "status=502",
          "status=503",
          "status=504",
          "status=529",
          "status=400",
          "status=401",
          "reset-before-headers",
          "reset-after-headers",
          "stall-before-headers",
          "html-200",
          "empty-200",
          "redirect",
          "cut-after=0",
          "cut-after=5",
          "close-after=3",
          "eof-after=4",
          "stall-after=0",
          "stall-after=6",
          "slow=20",
          "malformed-event=3",
          "bad-utf8",
          "huge-event=300000",
          "drip=20",
          "no-content=200",
          "comments=3",
          "error-event=4",
          "line-ends=crlf",
          "line-ends=cr",
          "bom",
          "split-utf8",
          "wrong-type",
          "done-twice",
          "headers=set-cookie",
          "headers=forged",
          "headers=huge",
          "headers=length-and-chunks",
          "headers=bare-cr",
          "no-usage",
          "usage=negative",
          "usage=huge",
          "usage=string",
          "usage=float",
          "usage=null");

  private final ChaosPlan plan;
  private final SplittableRandom random;

  ChaosOrders(ChaosPlan plan) {
    this.plan = plan;
    this.random = new SplittableRandom(plan.seed());
  }

  Order next() {
    int tokens = random.nextInt(10, 80);
    boolean faulty = random.nextInt(100) < plan.faultyPercent();
    boolean leaving = random.nextInt(100) < plan.leavingPercent();
    return new Order(
        any(MODELS),
        random.nextInt(100) < plan.streamedPercent(),
        random.nextBoolean(),
        tokens,
        faulty ? "[[" + any(WHERE) + ":" + any(FAULTS) + "]]" : "",
        random.nextInt(300),
        leaving ? random.nextInt(1, tokens) : Order.TO_THE_END);
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
