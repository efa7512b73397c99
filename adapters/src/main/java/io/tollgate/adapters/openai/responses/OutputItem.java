package io.tollgate.adapters.openai.responses;

import tools.jackson.databind.JsonNode;

/** An item of an answer that is being written. */
sealed interface OutputItem permits MessageItem, ReasoningItem, CallItem, WholeItem {

  /** The item as far as it has come. */
  JsonNode json();

  /** Ends it, unless it has ended: its last events. */
  void close(EventWriter events, String status);
}
