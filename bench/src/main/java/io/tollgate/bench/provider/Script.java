package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** The steps of a stream while it is written. */
final class Script {

  private static final Buffer SILENCE = Buffer.buffer();

  private final List<Step> steps = new ArrayList<>();
  private long produced;

  /** Output tokens so far. */
  long produced() {
    return produced;
  }

  /** A token that nobody sees. */
  void silence() {
    content(SILENCE);
  }

  /** A token that takes its time, and the event that shows it. */
  void content(Buffer event) {
    steps.add(new Step(1, event, false));
    produced++;
  }

  /** An event that takes no time. */
  void framing(Buffer event) {
    steps.add(new Step(0, event, false));
  }

  /** An event that states the whole usage. */
  void usage(Buffer event, boolean truthful) {
    steps.add(new Step(0, event, truthful));
  }

  List<Step> steps() {
    return steps;
  }
}
