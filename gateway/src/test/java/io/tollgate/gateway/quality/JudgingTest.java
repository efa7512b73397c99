package io.tollgate.gateway.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 7, \"b\": 10}",
        "  {\"b\":10,\"a\":7}\n",
        "```json\n{\"a\": 7, \"b\": 10}\n```",
        "```\n{\"a\": 7, \"b\": 10}```"
      })
  void a_verdict_is_one_object_with_two_scores(String reply) {
    assertThat(JudgeReply.read(reply)).isEqualTo(new JudgeReply(7, 10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A is better",
        "{\"a\": 7}",
        "{\"a\": 7, \"b\": 11}",
        "{\"a\": -1, \"b\": 1}",
        "{\"a\": 7.5, \"b\": 1}",
        "{\"a\": \"7\", \"b\": 1}",
        "{\"a\": null, \"b\": 1}",
        "{\"a\": 7, \"b\": 1, \"c\": 2}",
        "{\"a\": 7, \"b\": 1} and more",
        "Sure: {\"a\": 7, \"b\": 1}",
        "[7, 1]",
        "{\"a\": 1e999999999, \"b\": 1}",
        "```",
        "``````"
      })
  void anything_else_is_none(String reply) {
    assertThat(JudgeReply.read(reply)).isNull();
  }

  /**
   * Columns: the answer where it was first, the reference then; the reference first, the answer.
   */
  @ParameterizedTest
  @CsvSource({
    "8, 4, 2, 6,   700000, 300000, true",
    "4, 8, 9, 3,   350000, 850000, true",
    "5, 5, 7, 7,   600000, 600000, true",
    // The first one read is always better: that is the judge, and not the answers.
    "8, 4, 8, 4,   600000, 600000, false",
    "8, 4, 5, 5,   550000, 550000, false",
    "10, 0, 0, 10, 1000000, 0, true"
  })
  void a_preference_counts_where_it_is_the_same_in_both_orders(
      int own, int other, int otherFirst, int ownSecond, int ownPpm, int otherPpm, boolean same) {
    assertThat(PairVerdict.of(new JudgeReply(own, other), new JudgeReply(otherFirst, ownSecond)))
        .isEqualTo(new PairVerdict(ownPpm, otherPpm, same));
  }

  @Test
  void the_rubric_is_asked_at_temperature_zero_with_marked_texts() {
    Conversation asked = Rubric.conversation("why?", "first", "second", "k3y");

    assertThat(asked.sampling().temperature()).isZero();
    assertThat(asked.stream()).isFalse();
    assertThat(((Part.Text) asked.messages().getFirst().parts().getFirst()).text())
        .startsWith("You compare two answers")
        .endsWith("{\"a\": SCORE_OF_A, \"b\": SCORE_OF_B}");
    assertThat(((Part.Text) asked.messages().getLast().parts().getFirst()).text())
        .isEqualTo(
            """
            <question-k3y>
            why?
            </question-k3y>
            <answer-a-k3y>
            first
            </answer-a-k3y>
            <answer-b-k3y>
            second
            </answer-b-k3y>
            """);
  }
}
