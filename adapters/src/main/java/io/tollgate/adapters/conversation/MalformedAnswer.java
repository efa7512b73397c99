package io.tollgate.adapters.conversation;

/**
 * A body that is no answer of its dialect: empty, HTML, cut off, or JSON of another shape.
 *
 * @param reason what is wrong with it, without quoting it
 */
public record MalformedAnswer(String reason) implements CompletionReading {}
