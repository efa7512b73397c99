package io.tollgate.policies.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TopicVectorsTest {

  private static final TokenVectors TABLE = TokenVectors.shipped();

  @Test
  void texts_lie_near_each_other_whose_words_were_used_together() {
    // So few that there are fewer dimensions than words.
    TopicVectors topics = learnt(Sample.of(50, 1));
    // No word is in two of the texts.
    float[] code = place(topics, "python loop bug");
    float[] likewise = place(topics, "function array compile");
    float[] law = place(topics, "court tort statute");
    assertThat(cosine(code, likewise)).isGreaterThan(0.5f);
    assertThat(cosine(code, law)).isLessThan(0.3f);
  }

  @Test
  void a_text_of_which_no_word_was_learnt_lies_nowhere() {
    TopicVectors topics = learnt(Sample.of(400, 1));
    assertThat(place(topics, "\u4E2D\u6587")).containsOnly(0f);
    assertThat(place(topics, "")).containsOnly(0f);
  }

  @Test
  void nothing_is_learnt_of_words_from_a_few_prompts() {
    assertThat(learnt(Sample.of(9, 1)).dimensions()).isZero();
    assertThat(learnt(Sample.of(40, 1)).dimensions()).isEqualTo(4);
  }

  private static TopicVectors learnt(TrainingSet set) {
    List<Prompt> prompts = set.prompts();
    int[][] texts =
        prompts.stream().map(prompt -> TABLE.pieces(prompt.text())).toArray(int[][]::new);
    return TopicLearner.learn(texts, TABLE.size());
  }

  private static float[] place(TopicVectors topics, String text) {
    float[] place = topics.place(TABLE.pieces(text));
    FeatureMap.toLengthOne(place, 0, place.length);
    return place;
  }

  private static float cosine(float[] one, float[] other) {
    return Vectors.dot(one, other, one.length);
  }
}
