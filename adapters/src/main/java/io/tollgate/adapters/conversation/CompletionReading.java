package io.tollgate.adapters.conversation;

/** What the body of a provider's plain answer turns out to be. */
public sealed interface CompletionReading permits Completion, ProviderError, MalformedAnswer {}
