package io.tollgate.adapters.conversation;

/** Whose words a message is. */
public enum Role {
  /** Instructions of the application, OpenAI's older word and everybody else's. */
  SYSTEM,
  /** Instructions of the application in OpenAI's newer word; elsewhere the same as system. */
  DEVELOPER,
  /** The user; also carries tool results in dialects that have them there. */
  USER,
  /** The model. */
  ASSISTANT,
  /** Results of tools, in dialects where they are messages of their own. */
  TOOL
}
