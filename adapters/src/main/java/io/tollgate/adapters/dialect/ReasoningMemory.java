package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.Part;
import java.util.List;

/**
 * Keeps what a model thought before it called a tool, for clients whose dialect has no place for
 * it: providers want it back, signature and all, with the result of the call.
 */
public interface ReasoningMemory {

  /** Remembers nothing. */
  ReasoningMemory NONE =
      new ReasoningMemory() {
        @Override
        public void remember(String callId, List<Part> thoughts) {}

        @Override
        public List<Part> recall(String callId) {
          return List.of();
        }
      };

  /**
   * Keeps thoughts.
   *
   * @param callId the first tool call after them
   * @param thoughts {@link Part.Reasoning}, and {@link Part.ToolCall} where the call itself is
   *     signed
   */
  void remember(String callId, List<Part> thoughts);

  /** What was kept for a call; empty where nothing is. */
  List<Part> recall(String callId);
}
