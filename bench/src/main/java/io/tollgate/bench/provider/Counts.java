package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Fault.UsageLie;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Token counts as JSON, true or as false as a fault wants them. */
final class Counts {

  private static final JsonNodeFactory NODES = Trees.NODES;

  private final SimulatedUsage usage;
  private final @Nullable UsageLie lie;

  Counts(SimulatedUsage usage, @Nullable Fault fault) {
    this.usage = usage;
    this.lie = fault instanceof UsageLie usageLie ? usageLie : null;
  }

  SimulatedUsage usage() {
    return usage;
  }

  /** Whether the usage is to be left out altogether. */
  boolean missing() {
    return lie == UsageLie.MISSING;
  }

  /** Whether {@code null} is to be said in place of a usage. */
  boolean isNull() {
    return lie == UsageLie.NULL;
  }

  /** Whether what is said is what was consumed. */
  boolean truthful() {
    return lie == null;
  }

  /** A count, or what a fault makes of it. */
  JsonNode of(long tokens) {
    return switch (lie) {
      case null -> NODES.numberNode(tokens);
      case MISSING, NULL -> NODES.numberNode(tokens);
      case NEGATIVE -> NODES.numberNode(-1 - tokens);
      case HUGE -> NODES.numberNode(1_000_000_000_000_000_000L);
      case STRING -> NODES.stringNode("" + tokens);
      case FLOAT -> NODES.numberNode(tokens + 0.5);
    };
  }
}
