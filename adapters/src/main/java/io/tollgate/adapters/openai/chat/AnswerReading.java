package io.tollgate.adapters.openai.chat;

/** What the body of a provider's answer turns out to be. */
public sealed interface AnswerReading permits ChatAnswer, ProviderError, MalformedAnswer {}
