package io.tollgate.adapters.conversation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a text of an answer comes from.
 *
 * @param url the page, or {@code null} where it is a document of the request
 * @param title its title
 * @param citedText the words that are cited
 * @param startIndex first character of the text it stands for; -1 where unknown
 * @param endIndex after the last character; -1 where unknown
 * @param dialect the dialect of {@link #json}
 * @param json the whole citation as it came, written again in its own dialect
 */
public record Citation(
    @Nullable String url,
    @Nullable String title,
    @Nullable String citedText,
    long startIndex,
    long endIndex,
    String dialect,
    JsonNode json) {}
