package io.tollgate.policies.quality;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Splits texts into the pieces of a vocabulary, as BERT's uncased tokenizer does: lower case,
 * accents off, punctuation and CJK characters by themselves, then the longest piece that fits,
 * again and again; a piece inside of a word begins with {@code ##}.
 *
 * <p>Looking a piece up allocates nothing: prefixes are hashed as they grow, in an open hash table
 * over one array of characters. Immutable.
 */
final class WordPieces {

  /** Takes the pieces of a text, in their order. */
  @FunctionalInterface
  interface Sink {
    void piece(int index);
  }

  /** A longer word is no word. */
  private static final int WORD_CHARS_MAX = 64;

  private static final String UNKNOWN = "[UNK]";
  private static final int PRIME = 31;
  private static final int INSIDE = 17;

  private final char[] chars;
  private final int[] starts;
  private final boolean[] inside;
  private final int[] table;
  private final int mask;
  private final int longest;
  private final int unknown;

  /**
   * The tokenizer of a vocabulary.
   *
   * @param vocabulary pieces by index
   */
  WordPieces(List<String> vocabulary) {
    int size = vocabulary.size();
    this.starts = new int[size + 1];
    this.inside = new boolean[size];
    StringBuilder all = new StringBuilder(size * 6);
    int most = 1;
    for (int i = 0; i < size; i++) {
      String piece = vocabulary.get(i);
      inside[i] = piece.startsWith("##") && piece.length() > 2;
      all.append(inside[i] ? piece.substring(2) : piece);
      starts[i + 1] = all.length();
      most = Math.max(most, starts[i + 1] - starts[i]);
    }
    this.chars = all.toString().toCharArray();
    this.longest = Math.min(most, WORD_CHARS_MAX);
    this.table = new int[Integer.highestOneBit(Math.max(8, size)) * 4];
    this.mask = table.length - 1;
    Arrays.fill(table, -1);
    for (int i = 0; i < size; i++) {
      int slot = slot(hash(chars, starts[i], starts[i + 1], inside[i]));
      while (table[slot] >= 0) {
        slot = (slot + 1) & mask;
      }
      table[slot] = i;
    }
    this.unknown = vocabulary.indexOf(UNKNOWN);
  }

  /** Hands over the pieces of a text. */
  void split(String text, Sink sink) {
    char[] plain = plain(text);
    int at = 0;
    while (at < plain.length) {
      char c = plain[at];
      if (isSpace(c)) {
        at++;
      } else if (standsAlone(c)) {
        word(plain, at, at + 1, sink);
        at++;
      } else {
        int end = at + 1;
        while (end < plain.length && !isSpace(plain[end]) && !standsAlone(plain[end])) {
          end++;
        }
        word(plain, at, end, sink);
        at = end;
      }
    }
  }

  private void word(char[] text, int from, int to, Sink sink) {
    if (to - from > WORD_CHARS_MAX || !covers(text, from, to, null)) {
      if (unknown >= 0) {
        sink.piece(unknown);
      }
    } else {
      covers(text, from, to, sink);
    }
  }

  /** Whether pieces cover a word; where there is a sink, it gets them. */
  private boolean covers(char[] text, int from, int to, @Nullable Sink sink) {
    int at = from;
    while (at < to) {
      int piece = longestAt(text, at, to, at > from);
      if (piece < 0) {
        return false;
      }
      if (sink != null) {
        sink.piece(piece);
      }
      at += starts[piece + 1] - starts[piece];
    }
    return true;
  }

  private int longestAt(char[] text, int from, int to, boolean within) {
    int end = Math.min(to, from + longest);
    int hash = within ? INSIDE : 0;
    int found = -1;
    for (int i = from; i < end; i++) {
      hash = hash * PRIME + text[i];
      int piece = find(hash, text, from, i + 1, within);
      if (piece >= 0) {
        found = piece;
      }
    }
    return found;
  }

  private int find(int hash, char[] text, int from, int to, boolean within) {
    for (int slot = slot(hash); table[slot] >= 0; slot = (slot + 1) & mask) {
      int piece = table[slot];
      if (inside[piece] == within
          && Arrays.equals(chars, starts[piece], starts[piece + 1], text, from, to)) {
        return piece;
      }
    }
    return -1;
  }

  private int slot(int hash) {
    return (((hash ^ (hash >>> 15)) * 0x9E3779B1) >>> 7) & mask;
  }

  private static int hash(char[] text, int from, int to, boolean within) {
    int hash = within ? INSIDE : 0;
    for (int i = from; i < to; i++) {
      hash = hash * PRIME + text[i];
    }
    return hash;
  }

  private static char[] plain(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      if (lower.charAt(i) >= 0x80) {
        return withoutMarks(Normalizer.normalize(lower, Normalizer.Form.NFD));
      }
    }
    return lower.toCharArray();
  }

  private static char[] withoutMarks(String text) {
    char[] plain = new char[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.getType(c) != Character.NON_SPACING_MARK) {
        plain[length++] = c;
      }
    }
    return Arrays.copyOf(plain, length);
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || c == 0xA0 || (c >= 0x80 && Character.isWhitespace(c));
  }

  private static boolean standsAlone(char c) {
    if (c < 0x80) {
      return !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9');
    }
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || isPunctuation(Character.getType(c));
  }

  private static boolean isPunctuation(int type) {
    return type == Character.CONNECTOR_PUNCTUATION
        || type == Character.DASH_PUNCTUATION
        || type == Character.START_PUNCTUATION
        || type == Character.END_PUNCTUATION
        || type == Character.OTHER_PUNCTUATION
        || type == Character.INITIAL_QUOTE_PUNCTUATION
        || type == Character.FINAL_QUOTE_PUNCTUATION;
  }
}
