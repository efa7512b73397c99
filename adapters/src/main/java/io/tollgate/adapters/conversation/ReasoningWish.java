package io.tollgate.adapters.conversation;

import org.jspecify.annotations.Nullable;

/**
 * How much a model is to think before it answers.
 *
 * @param effort {@code none}, {@code minimal}, {@code low}, {@code medium}, {@code high}, {@code
 *     xhigh}, {@code max}, or a newer word; {@code null} unsaid
 * @param budgetTokens thinking tokens at most, 0 for none; {@code null} unsaid
 * @param adaptive whether the model decides by itself how much (Anthropic's {@code adaptive},
 *     Gemini's budget of -1)
 * @param summary how its thoughts are shown: {@code auto}, {@code concise}, {@code detailed},
 *     {@code omitted}; {@code null} unsaid. Gemini's {@code includeThoughts: true} is {@code auto}
 */
public record ReasoningWish(
    @Nullable String effort,
    @Nullable Long budgetTokens,
    boolean adaptive,
    @Nullable String summary) {}
