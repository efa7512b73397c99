package io.tollgate.adapters.conversation;

/** Why an answer ended. */
public enum Finish {
  /** It was complete. */
  STOP,
  /** It came to one of the caller's stop texts. */
  STOP_SEQUENCE,
  /** It came to the limit on output tokens. */
  LENGTH,
  /** It came to the end of the context window. */
  CONTEXT_FULL,
  /** Tools are to be called. */
  TOOL_CALLS,
  /** The provider withheld the rest. */
  CONTENT_FILTER,
  /** The model declined. */
  REFUSAL,
  /** The provider paused a long turn, which is to be sent back to go on. */
  PAUSE,
  /** The model wrote a tool call that cannot be read. */
  MALFORMED_CALL,
  /** The provider gave another reason, or none. */
  OTHER
}
