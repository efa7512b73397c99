package io.tollgate.bench.routing.learn;

import java.util.Arrays;

/** Words of a text, hashed to 32 bits: sorted, each with its count. */
final class WordHashes {

  private static final int MAX_CHARS = 8_000;

  private final int[] hashes;
  private final int[] counts;

  private WordHashes(int[] hashes, int[] counts) {
    this.hashes = hashes;
    this.counts = counts;
  }

  static WordHashes of(String text) {
    int length = Math.min(text.length(), MAX_CHARS);
    int[] found = new int[length / 2 + 1];
    int size = 0;
    int word = 0;
    for (int i = 0; i <= length; i++) {
      char c = i < length ? text.charAt(i) : ' ';
      if (Character.isLetterOrDigit(c)) {
        word = (word == 0 ? 17 : word) * 31 + Character.toLowerCase(c);
      } else if (word != 0) {
        found[size++] = mixed(word);
        word = 0;
      }
    }
    return counted(Arrays.copyOf(found, size));
  }

  private static WordHashes counted(int[] found) {
    Arrays.sort(found);
    int[] hashes = new int[found.length];
    int[] counts = new int[found.length];
    int size = 0;
    for (int i = 0; i < found.length; i++) {
      if (i == 0 || found[i] != found[i - 1]) {
        hashes[size++] = found[i];
      }
      counts[size - 1]++;
    }
    return new WordHashes(Arrays.copyOf(hashes, size), Arrays.copyOf(counts, size));
  }

  int size() {
    return hashes.length;
  }

  int hash(int i) {
    return hashes[i];
  }

  int count(int i) {
    return counts[i];
  }

  /** The finaliser of MurmurHash3. */
  private static int mixed(int hash) {
    int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
    return mixed ^ (mixed >>> 16);
  }
}
