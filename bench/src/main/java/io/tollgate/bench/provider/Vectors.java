package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Turn.Work;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ArrayNode;

/** Embeddings: the same text always has the same vector, of length 1. */
final class Vectors {

  /** Dimensions where a request states none. */
  static final int USUAL_DIMENSIONS = 16;

  private Vectors() {}

  /** The vector of a text in a model. */
  static float[] of(String model, String text, int dimensions) {
    SplittableRandom random = new SplittableRandom(31L * model.hashCode() + text.hashCode());
    double[] wide = new double[dimensions];
    double square = 0;
    for (int i = 0; i < dimensions; i++) {
      wide[i] = random.nextDouble(-1, 1);
      square += wide[i] * wide[i];
    }
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (wide[i] / Math.sqrt(square));
    }
    return vector;
  }

  static ArrayNode json(float[] vector) {
    ArrayNode array = Trees.array();
    for (float value : vector) {
      array.add(value);
    }
    return array;
  }

  /** Little-endian floats in base64. */
  static String base64(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : vector) {
      bytes.putFloat(value);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** A turn that asks for the vectors of some texts; directives stand in any of them. */
  static Turn turn(String model, Iterable<String> texts) {
    TurnDraft draft = new TurnDraft();
    draft.model = model;
    draft.work = Work.EMBED;
    draft.message("user", String.join("\n", texts));
    return draft.turn();
  }
}
