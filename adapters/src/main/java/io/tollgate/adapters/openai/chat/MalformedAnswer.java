package io.tollgate.adapters.openai.chat;

/**
 * A body that is no answer of this dialect: empty, HTML, cut off, or JSON of another shape.
 *
 * @param reason what is wrong with it, without quoting it
 */
public record MalformedAnswer(String reason) implements AnswerReading {}
