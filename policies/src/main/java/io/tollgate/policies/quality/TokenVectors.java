package io.tollgate.policies.quality;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * A vector for each piece of a vocabulary; the mean over a text says what the text is about, in a
 * few microseconds and without a neural network.
 *
 * <p>The shipped table was distilled from the sentence encoder all-MiniLM-L6-v2 as Model2Vec does:
 * each piece was encoded by itself, the vectors were reduced to {@value #SHIPPED_DIMENSIONS}
 * dimensions by principal components, weighted by {@code log(1 + rank)} (the vocabulary is in the
 * order of frequency, so common pieces weigh less) and written as bytes with one scale a piece.
 * Immutable.
 */
public final class TokenVectors {

  static final int SHIPPED_DIMENSIONS = 128;

  private static final String SHIPPED = "io/tollgate/policies/quality/token-vectors.bin";
  private static final int MAGIC = 0x54475456;
  private static final int VERSION = 1;
  private static final int MAX_DIMENSIONS = 1_024;
  private static final int MAX_PIECES = 1_000_000;

  /** Loaded when first asked for: a gateway without quality budgets never needs it. */
  private static final class Holder {
    static final TokenVectors SHIPPED_VECTORS = load();
  }

  private final WordPieces pieces;
  private final int dimensions;
  private final float[] scales;
  private final byte[] vectors;
  private final int fingerprint;

  private TokenVectors(
      List<String> vocabulary, int dimensions, float[] scales, byte[] vectors, int fingerprint) {
    this.pieces = new WordPieces(vocabulary);
    this.dimensions = dimensions;
    this.scales = scales;
    this.vectors = vectors;
    this.fingerprint = fingerprint;
  }

  /** The table that Tollgate brings. */
  public static TokenVectors shipped() {
    return Holder.SHIPPED_VECTORS;
  }

  private static TokenVectors load() {
    try (InputStream in = TokenVectors.class.getClassLoader().getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException(SHIPPED + " is not on the class path");
      }
      return read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DamagedFileException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The table in some bytes.
   *
   * @throws DamagedFileException if they are none
   */
  static TokenVectors read(byte[] bytes) throws DamagedFileException {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, Math.max(0, bytes.length - Integer.BYTES));
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC || in.readInt() != VERSION) {
        throw new DamagedFileException("This is no table of token vectors of version " + VERSION);
      }
      int dimensions = bounded(in.readInt(), MAX_DIMENSIONS);
      int size = bounded(in.readInt(), MAX_PIECES);
      byte[] words = in.readNBytes(bounded(in.readInt(), bytes.length));
      List<String> vocabulary = List.of(new String(words, StandardCharsets.UTF_8).split("\n", -1));
      float[] scales = new float[size];
      for (int i = 0; i < size; i++) {
        scales[i] = in.readFloat();
      }
      byte[] vectors = in.readNBytes(Math.multiplyExact(size, dimensions));
      if (vocabulary.size() != size
          || vectors.length != size * dimensions
          || in.readInt() != (int) crc.getValue()) {
        throw new DamagedFileException("The table of token vectors is damaged");
      }
      return new TokenVectors(vocabulary, dimensions, scales, vectors, (int) crc.getValue());
    } catch (IOException | ArithmeticException e) {
      throw new DamagedFileException("The table of token vectors is damaged", e);
    }
  }

  private static int bounded(int value, int most) throws DamagedFileException {
    if (value < 0 || value > most) {
      throw new DamagedFileException("The table of token vectors is damaged");
    }
    return value;
  }

  /** Numbers in a vector. */
  public int dimensions() {
    return dimensions;
  }

  /** Tells tables apart: what was learnt with one means nothing with another. */
  int fingerprint() {
    return fingerprint;
  }

  /** Number of pieces that there are. */
  int size() {
    return scales.length;
  }

  /** The pieces of a text, in ascending order. */
  int[] pieces(String text) {
    IntStream.Builder found = IntStream.builder();
    pieces.split(text, found::add);
    int[] sorted = found.build().toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /** The mean vector of a text's pieces; zeros where there is none. */
  float[] mean(int[] text) {
    float[] mean = new float[dimensions];
    for (int piece : text) {
      add(piece, mean);
    }
    if (text.length > 0) {
      float share = 1f / text.length;
      for (int i = 0; i < dimensions; i++) {
        mean[i] *= share;
      }
    }
    return mean;
  }

  private void add(int piece, float[] sum) {
    float scale = scales[piece];
    int at = piece * dimensions;
    for (int i = 0; i < sum.length; i++) {
      sum[i] += scale * vectors[at + i];
    }
  }
}
