package io.tollgate.policies.quality;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The form that a {@link QualityModel} has as a file: numbers in network order, texts as UTF-8
 * behind their length, a checksum at the end. It holds what was learnt and none of the prompts that
 * it was learnt from. Equal models give equal bytes.
 */
public final class QualityModelFile {

  static final int MAGIC = 0x5447514D;
  static final int VERSION = 4;

  private static final String REMEDY = "make it anew with `tollgate router train`";

  private QualityModelFile() {}

  /** A model as bytes. */
  public static byte[] write(QualityModel model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      FeatureMap map = model.map();
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeInt(map.vectors().fingerprint());
      text(out, model.card());
      map(out, map);
      out.writeInt(model.models().size());
      for (LearntModel learnt : model.models()) {
        text(out, learnt.id());
        out.writeInt(learnt.outcomes());
        out.writeFloat(learnt.optimism());
        head(out, learnt.quality());
        head(out, learnt.length());
        for (KindEvidence evidence : learnt.evidence()) {
          out.writeFloat(evidence.count());
          out.writeFloat(evidence.mean());
          out.writeFloat(evidence.variance());
          out.writeFloat(evidence.shift());
        }
      }
      out.writeInt(model.arms().size());
      for (LearntArm arm : model.arms()) {
        out.writeInt(arm.one());
        out.writeInt(arm.other());
        out.writeInt(arm.third());
        head(out, arm.quality());
        head(out, arm.agreement());
      }
      out.flush();
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void map(DataOutputStream out, FeatureMap map) throws IOException {
    out.writeInt(map.mean().length);
    floats(out, map.mean());
    out.writeInt(map.traitMeans().length);
    floats(out, map.traitMeans());
    floats(out, map.traitSpreads());
    out.writeFloat(map.traitWeight());
    TopicVectors topics = map.topics();
    out.writeInt(topics.dimensions());
    out.writeInt(topics.pieces().length);
    for (int piece : topics.pieces()) {
      out.writeInt(piece);
    }
    floats(out, topics.scales());
    out.write(topics.vectors());
    out.writeInt(map.landmarks().count());
    floats(out, map.landmarks().scales());
    out.write(map.landmarks().places());
    out.writeInt(map.kinds().size());
    for (int k = 0; k < map.kinds().size(); k++) {
      text(out, map.kinds().get(k));
      out.writeFloat(map.kindBiases()[k]);
      floats(out, map.kindWeights()[k]);
      floats(out, map.likenesses()[k]);
    }
  }

  private static void head(DataOutputStream out, LinearHead head) throws IOException {
    out.writeFloat(head.bias());
    floats(out, head.weights());
  }

  private static void floats(DataOutputStream out, float[] values) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * The model in a file, for the table of token vectors that Tollgate brings.
   *
   * @throws DamagedFileException if there is none, or none that fits; the message says what to do
   */
  public static QualityModel read(byte[] bytes) throws DamagedFileException {
    return read(bytes, TokenVectors.shipped());
  }

  static QualityModel read(byte[] bytes, TokenVectors vectors) throws DamagedFileException {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (bytes.length < 4 * Integer.BYTES || header.getInt() != MAGIC) {
      throw new DamagedFileException(
          "This is no quality model of Tollgate; name a file that `tollgate router train` wrote.");
    }
    int version = header.getInt();
    if (version != VERSION) {
      throw new DamagedFileException(
          "The quality model has format %d, and this Tollgate reads format %d; %s."
              .formatted(version, VERSION, REMEDY));
    }
    int length = bytes.length - Integer.BYTES;
    if (header.getInt(length) != checksum(bytes, length)) {
      throw new DamagedFileException(
          "The quality model is damaged or cut short; copy it again, or " + REMEDY + ".");
    }
    if (header.getInt() != vectors.fingerprint()) {
      throw new DamagedFileException(
          "The quality model was learnt with another table of token vectors; " + REMEDY + ".");
    }
    return new QualityModelReader(header.slice(header.position(), length - header.position()))
        .read(vectors);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
