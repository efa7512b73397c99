package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.json.JsonText;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Splice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where the members of a request are, so that a few can be replaced or cut out. */
final class RequestLayout {

  /** What a member is for. */
  enum Use {
    MODEL,
    /** Vertex AI's version in the body. */
    VERSION,
    /** Temperature and its kind, which some providers refuse. */
    SAMPLING,
    OTHER
  }

  private static final byte[] VERTEX_VERSION =
      "\"anthropic_version\":\"vertex-2023-10-16\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];

  private Use[] uses = new Use[16];
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int count;

  int modelValueFrom;
  int modelValueTo;

  /** Adds the next member, from the opening quote of its name to the end of its value. */
  void add(Use use, int from, int to) {
    if (count == starts.length) {
      uses = Arrays.copyOf(uses, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    uses[count] = use;
    starts[count] = from;
    ends[count] = to;
    count++;
  }

  /** Whether temperature or its kind is set. */
  boolean hasSampling() {
    return has(Use.SAMPLING);
  }

  private boolean has(Use use) {
    for (int i = 0; i < count; i++) {
      if (uses[i] == use) {
        return true;
      }
    }
    return false;
  }

  /**
   * The body for a provider.
   *
   * @param upstreamModel the model's name at the provider
   * @param sampling whether the provider takes temperature and its kind
   * @param vertex whether it is Vertex AI, which has the model in the path and a version of its own
   *     in the body
   */
  Segments splice(
      byte[] body, int offset, int length, String upstreamModel, boolean sampling, boolean vertex) {
    Splice splice = new Splice(body, offset, length);
    boolean versioned = has(Use.VERSION);
    for (int i = 0; i < count; i++) {
      if (isCut(i, sampling, vertex && versioned)) {
        int last = i;
        while (last + 1 < count && isCut(last + 1, sampling, vertex && versioned)) {
          last++;
        }
        cut(splice, i, last);
        i = last;
      } else if (uses[i] == Use.MODEL) {
        if (vertex) {
          splice.replace(starts[i], ends[i], VERTEX_VERSION);
        } else {
          splice.replace(modelValueFrom, modelValueTo, JsonText.quote(upstreamModel));
        }
      }
    }
    return splice.done();
  }

  private boolean isCut(int i, boolean sampling, boolean model) {
    return switch (uses[i]) {
      case SAMPLING -> !sampling;
      case MODEL -> model;
      case VERSION, OTHER -> false;
    };
  }

  /** Cuts members out with the commas that go if they do. */
  private void cut(Splice splice, int first, int last) {
    if (last + 1 < count) {
      splice.replace(starts[first], starts[last + 1], NOTHING);
    } else {
      splice.replace(first == 0 ? starts[0] : ends[first - 1], ends[last], NOTHING);
    }
  }
}
