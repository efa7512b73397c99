package io.tollgate.policies.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class LandmarksTest {

  private static final int DIMENSIONS = 12;
  private static final int PROMPTS = 1_200;

  @Test
  void a_place_is_nearest_to_the_landmark_in_the_midst_of_places_like_it() {
    Landmarks landmarks = LandmarkLearner.learn(places(PROMPTS));
    for (int direction = 0; direction < DIMENSIONS; direction++) {
      float[] nearness = nearness(landmarks, place(direction, new Random(direction)));
      int nearest = 0;
      for (int k = 0; k < nearness.length; k++) {
        nearest = nearness[k] > nearness[nearest] ? k : nearest;
      }
      assertThat(landmarks.places()[nearest * DIMENSIONS + direction])
          .as("direction %d of the nearest landmark", direction)
          .isEqualTo(Byte.MAX_VALUE);
    }
  }

  @Test
  void nearness_to_all_landmarks_always_comes_to_the_same() {
    Landmarks landmarks = LandmarkLearner.learn(places(PROMPTS));
    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      float sum = 0;
      for (float share : nearness(landmarks, place(random.nextInt(DIMENSIONS), random))) {
        assertThat(share).isNotNegative();
        sum += share;
      }
      assertThat(sum).isCloseTo(3, within(1e-4f));
    }
  }

  @Test
  void a_text_without_words_is_as_near_to_one_as_to_another() {
    Landmarks landmarks = LandmarkLearner.learn(places(PROMPTS));
    assertThat(nearness(landmarks, new float[DIMENSIONS])).containsOnly(3f / landmarks.count());
  }

  @Test
  void texts_without_words_make_no_landmarks() {
    assertThat(LandmarkLearner.learn(new float[PROMPTS][DIMENSIONS]).count()).isZero();
  }

  @Test
  void nothing_is_learnt_of_a_few_prompts() {
    assertThat(LandmarkLearner.learn(places(999))).isSameAs(Landmarks.NONE);
    assertThat(LandmarkLearner.learn(places(PROMPTS)).count()).isEqualTo(60);
  }

  private static float[] nearness(Landmarks landmarks, float[] place) {
    float[] nearness = new float[landmarks.count()];
    landmarks.nearness(place, nearness, 0);
    return nearness;
  }

  private static float[][] places(int count) {
    Random random = new Random(1);
    float[][] places = new float[count][];
    for (int i = 0; i < count; i++) {
      places[i] = place(random.nextInt(DIMENSIONS), random);
    }
    return places;
  }

  /** A place of length 1 near to one of the axes. */
  private static float[] place(int direction, Random random) {
    float[] place = new float[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++) {
      place[d] = 0.2f * (float) random.nextGaussian();
    }
    place[direction] += 1.5f;
    FeatureMap.toLengthOne(place, 0, DIMENSIONS);
    return place;
  }
}
