package io.tollgate.policies.quality;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads what stands between the header of a quality model's file and its checksum. The checksum
 * says that the file is as it was written, not who wrote it: so every length is checked against
 * what is left before anything is reserved for it, and every number for its range.
 */
final class QualityModelReader {

  private static final int CARD_BYTES_MAX = 1 << 16;
  private static final int NAME_BYTES_MAX = 1 << 10;
  private static final int DIMENSIONS_MAX = 1_024;
  private static final int LANDMARKS_MAX = 10_000;
  private static final int KINDS_MAX = 1_000;
  private static final int MODELS_MAX = 10_000;
  private static final int ARMS_MAX = 10_000;

  private final ByteBuffer in;

  QualityModelReader(ByteBuffer in) {
    this.in = in;
  }

  QualityModel read(TokenVectors vectors) throws DamagedFileException {
    try {
      String card = text(CARD_BYTES_MAX);
      FeatureMap map = map(vectors);
      List<LearntModel> models = models(map);
      List<LearntArm> arms = arms(map, models.size());
      if (in.hasRemaining()) {
        throw wrong("something follows its end");
      }
      return new QualityModel(card, map, models, arms);
    } catch (BufferUnderflowException e) {
      throw wrong("it ends too early");
    }
  }

  private FeatureMap map(TokenVectors vectors) throws DamagedFileException {
    if (in.getInt() != vectors.dimensions()) {
      throw wrong("its texts have another number of dimensions");
    }
    float[] mean = floats(vectors.dimensions());
    if (in.getInt() != PromptTraits.COUNT) {
      throw wrong("it looks at other traits of prompts");
    }
    float[] traitMeans = floats(PromptTraits.COUNT);
    float[] traitSpreads = floats(PromptTraits.COUNT);
    float traitWeight = number();
    TopicVectors topics = topics(vectors.size());
    Landmarks landmarks = landmarks(mean.length + topics.dimensions());
    FeatureMap bare =
        FeatureMap.withoutKinds(
            vectors, mean, traitMeans, traitSpreads, traitWeight, topics, landmarks);
    int count = count(KINDS_MAX);
    List<String> kinds = new ArrayList<>();
    float[][] weights = new float[count][];
    float[] biases = new float[count];
    float[][] likenesses = new float[count][];
    for (int k = 0; k < count; k++) {
      kinds.add(text(NAME_BYTES_MAX));
      biases[k] = number();
      weights[k] = floats(bare.baseSize());
      likenesses[k] = floats(count);
    }
    distinct(kinds);
    return bare.with(List.copyOf(kinds), weights, biases, likenesses);
  }

  private TopicVectors topics(int vocabulary) throws DamagedFileException {
    int dimensions = count(DIMENSIONS_MAX);
    int count = count(vocabulary);
    if (count > in.remaining() / (Integer.BYTES + Float.BYTES + dimensions)) {
      throw new BufferUnderflowException();
    }
    int[] pieces = new int[count];
    for (int i = 0; i < count; i++) {
      pieces[i] = count(vocabulary - 1);
      if (i > 0 && pieces[i] <= pieces[i - 1]) {
        throw wrong("its pieces of words are not in order");
      }
    }
    float[] scales = floats(count);
    byte[] vectors = new byte[count * dimensions];
    in.get(vectors);
    return new TopicVectors(dimensions, pieces, scales, vectors);
  }

  private Landmarks landmarks(int dimensions) throws DamagedFileException {
    int count = count(LANDMARKS_MAX);
    if (count > in.remaining() / (Float.BYTES + dimensions)) {
      throw new BufferUnderflowException();
    }
    float[] scales = floats(count);
    byte[] places = new byte[count * dimensions];
    in.get(places);
    return new Landmarks(dimensions, scales, places);
  }

  private List<LearntModel> models(FeatureMap map) throws DamagedFileException {
    int count = count(MODELS_MAX);
    List<LearntModel> models = new ArrayList<>();
    for (int m = 0; m < count; m++) {
      String id = text(NAME_BYTES_MAX);
      int outcomes = count(Integer.MAX_VALUE);
      float optimism = number();
      LinearHead quality = head(map, false);
      // Of a model whose lengths nobody knows the bias is not a number.
      LinearHead length = head(map, true);
      KindEvidence[] evidence = new KindEvidence[map.kinds().size()];
      for (int k = 0; k < evidence.length; k++) {
        evidence[k] = evidence();
      }
      models.add(new LearntModel(id, outcomes, optimism, quality, length, evidence));
    }
    distinct(models.stream().map(LearntModel::id).toList());
    return models;
  }

  private KindEvidence evidence() throws DamagedFileException {
    float outcomes = number();
    float mean = number();
    float variance = number();
    if (outcomes < 0 || variance < 0) {
      throw wrong("a count or a variance is below 0");
    }
    return new KindEvidence(outcomes, mean, variance, numberOrUnknown());
  }

  private List<LearntArm> arms(FeatureMap map, int models) throws DamagedFileException {
    int count = count(ARMS_MAX);
    List<LearntArm> arms = new ArrayList<>();
    for (int a = 0; a < count; a++) {
      int one = place(models);
      int other = place(models);
      int third = place(models);
      arms.add(new LearntArm(one, other, third, head(map, false), head(map, false)));
    }
    return arms;
  }

  private LinearHead head(FeatureMap map, boolean mayBeUnknown) throws DamagedFileException {
    float bias = mayBeUnknown ? numberOrUnknown() : number();
    return new LinearHead(bias, floats(map.size()));
  }

  private int place(int models) throws DamagedFileException {
    int place = in.getInt();
    if (place < 0 || place >= models) {
      throw wrong("it speaks of a model that it does not have");
    }
    return place;
  }

  private int count(int most) throws DamagedFileException {
    int count = in.getInt();
    if (count < 0 || count > most) {
      throw wrong("it has " + count + " of something (expected: 0 to " + most + ")");
    }
    return count;
  }

  private float[] floats(int length) throws DamagedFileException {
    if (length > in.remaining() / Float.BYTES) {
      throw new BufferUnderflowException();
    }
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = number();
    }
    return floats;
  }

  private float number() throws DamagedFileException {
    float number = in.getFloat();
    if (!Float.isFinite(number)) {
      throw wrong("a weight is " + number);
    }
    return number;
  }

  private float numberOrUnknown() throws DamagedFileException {
    float number = in.getFloat();
    if (Float.isInfinite(number)) {
      throw wrong("a weight is " + number);
    }
    return number;
  }

  private String text(int most) throws DamagedFileException {
    int length = count(most);
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void distinct(List<String> names) throws DamagedFileException {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw wrong("'" + name + "' stands in it twice");
      }
    }
  }

  private static DamagedFileException wrong(String what) {
    return new DamagedFileException(
        "The quality model is not as Tollgate writes it: "
            + what
            + "; make it anew with `tollgate router train`.");
  }
}
