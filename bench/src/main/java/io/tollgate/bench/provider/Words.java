package io.tollgate.bench.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The vocabulary of simulated answers: one word is one token, a few are more than ASCII. */
final class Words {

  private static final String[] WORDS = {
    "a",
    "the",
    "this",
    "that",
    "each",
    "every",
    "one",
    "other",
    "request",
    "answer",
    "model",
    "price",
    "token",
    "budget",
    "ledger",
    "gateway",
    "route",
    "queue",
    "window",
    "cache",
    "stream",
    "provider",
    "cost",
    "quality",
    "latency",
    "share",
    "bill",
    "line",
    "record",
    "meter",
    "rate",
    "is",
    "was",
    "has",
    "costs",
    "takes",
    "goes",
    "comes",
    "gives",
    "keeps",
    "pays",
    "reads",
    "writes",
    "before",
    "after",
    "under",
    "over",
    "with",
    "without",
    "because",
    "unless",
    "until",
    "small",
    "large",
    "cheap",
    "dear",
    "exact",
    "open",
    "local",
    "late",
    "early",
    "whole",
    "café",
    "naïve",
    "façade",
    "größer",
    "“quoted”",
    "日本語",
    "путь",
    "50 %",
    "€3",
    "x ≤ y",
    "\"so\"",
    "path\\file",
    "line\nbreak",
    "🙂"
  };

  private Words() {}

  /** So many words, joined by leading spaces, in sentences of eight. */
  static List<String> tokens(SplittableRandom random, int count) {
    List<String> tokens = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String word = WORDS[random.nextInt(WORDS.length)];
      String stop = i % 8 == 7 || i == count - 1 ? "." : "";
      tokens.add((i == 0 ? "" : " ") + word + stop);
    }
    return tokens;
  }
}
