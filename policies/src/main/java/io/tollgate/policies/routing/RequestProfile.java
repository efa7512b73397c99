package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Capability;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy may look at: facts of a request, never its texts.
 *
 * @param model the requested model: {@code auto}, {@code auto/NAME}, {@code provider/model} or an
 *     alias
 * @param stream whether the answer is to be streamed
 * @param streamUsage whether the caller asked for the usage at the end of the stream
 * @param bodyBytes size of the request body
 * @param messages number of messages, at least 0
 * @param promptBytes bytes of text in the messages, tool definitions and schema (UTF-8, escapes
 *     counted as written)
 * @param inputTokens estimate of the input tokens, at least 0
 * @param maxOutputTokens the caller's limit on output tokens, or -1 where there is none
 * @param choices answers asked for ({@code n}), at least 1
 * @param tools number of tool definitions, at least 0
 * @param needs capabilities the request cannot do without
 * @param task the caller's task tag ({@code metadata.task}), if any
 * @param user the caller's end-user tag ({@code user}), if any
 */
public record RequestProfile(
    String model,
    boolean stream,
    boolean streamUsage,
    long bodyBytes,
    int messages,
    long promptBytes,
    long inputTokens,
    long maxOutputTokens,
    int choices,
    int tools,
    Set<Capability> needs,
    @Nullable String task,
    @Nullable String user) {

  public RequestProfile {
    needs = needs.isEmpty() ? Set.of() : Set.copyOf(needs);
  }
}
