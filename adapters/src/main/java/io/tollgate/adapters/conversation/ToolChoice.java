package io.tollgate.adapters.conversation;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Whether and what a model has to call. */
public sealed interface ToolChoice {

  /** The model decides. */
  record Auto() implements ToolChoice {}

  /** No tool is called. */
  record None() implements ToolChoice {}

  /** Some tool is called. */
  record Required() implements ToolChoice {}

  /** This function is called. */
  record Named(String name) implements ToolChoice {}

  /** One of these functions may be called (Gemini, OpenAI's allowed tools), or must be. */
  record Among(List<String> names, boolean required) implements ToolChoice {
    public Among {
      names = List.copyOf(names);
    }
  }

  /** A choice that only one dialect has. */
  record Native(String dialect, JsonNode json) implements ToolChoice {}
}
