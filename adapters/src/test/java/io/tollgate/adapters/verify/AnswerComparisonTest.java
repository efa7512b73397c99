package io.tollgate.adapters.verify;

import static io.tollgate.adapters.verify.Agreement.AGREED;
import static io.tollgate.adapters.verify.Agreement.DISAGREED;
import static io.tollgate.adapters.verify.Agreement.INCOMPARABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnswerComparisonTest {

  private static final String ARGUMENT = "We look at each case in turn and weigh it. ".repeat(8);

  private static Agreement compare(String one, String other) {
    Agreement there = AnswerComparison.compare(one, other);
    assertThat(AnswerComparison.compare(other, one)).as("the other way round").isEqualTo(there);
    return there;
  }

  @Test
  void marked_final_answers_are_compared_however_they_are_marked() {
    List<String> cs =
        List.of(
            ARGUMENT + "So the answer is (C).",
            ARGUMENT + "\n\n**Answer:** C",
            ARGUMENT + "\nThe correct answer is **C**.",
            ARGUMENT + "The final answer is $\\boxed{C}$.",
            "C",
            "(C)",
            "C.",
            "C) Paris",
            "The answer is C) Paris");
    for (String one : cs) {
      for (String other : cs) {
        assertThat(compare(one, other)).as("%s against %s", one, other).isEqualTo(AGREED);
      }
      assertThat(compare(one, ARGUMENT + "So the answer is (D).")).as(one).isEqualTo(DISAGREED);
      assertThat(compare(one, "D")).as(one).isEqualTo(DISAGREED);
    }
  }

  @Test
  void numbers_are_compared_by_their_value() {
    List<String> numbers =
        List.of(
            "1,234.50",
            "1234.5",
            "The answer is 1234.5",
            "#### 1,234.5",
            "\\boxed{1234.50}",
            "Answer: $1,234.50");
    for (String one : numbers) {
      for (String other : numbers) {
        assertThat(compare(one, other)).as("%s against %s", one, other).isEqualTo(AGREED);
      }
      assertThat(compare(one, "1234")).as(one).isEqualTo(DISAGREED);
    }
  }

  @Test
  void an_article_is_no_option() {
    assertThat(compare(ARGUMENT + "The answer is A good one", "A")).isNotEqualTo(AGREED);
    assertThat(compare("I", "i think so")).isEqualTo(DISAGREED);
  }

  @Test
  void the_last_of_several_marks_counts() {
    assertThat(compare("The answer is 3? No, the answer is 4.", "4")).isEqualTo(DISAGREED);
    assertThat(compare("The answer is 3.\nNo, the answer is 4.", "4")).isEqualTo(AGREED);
    assertThat(compare("\\boxed{3} is wrong: \\boxed{\\frac{1}{2}}", "\\boxed{\\frac{1}{2}}"))
        .isEqualTo(AGREED);
  }

  @Test
  void json_is_compared_as_what_it_means() {
    assertThat(compare("{\"a\":1,\"b\":[true,null]}", "{ \"b\": [true, null], \"a\": 1.0 }"))
        .isEqualTo(AGREED);
    assertThat(compare("```json\n{\"a\":1}\n```", "{\"a\":1}")).isEqualTo(AGREED);
    assertThat(compare("{\"a\":1}", "{\"a\":2}")).isEqualTo(DISAGREED);
    assertThat(compare("{\"a\":1}", "{\"a\":1,\"b\":2}")).isEqualTo(DISAGREED);
    assertThat(compare("[1,2]", "[2,1]")).isEqualTo(DISAGREED);
    assertThat(compare("{\"a\":null}", "{\"b\":null}")).isEqualTo(DISAGREED);
  }

  @Test
  void short_texts_are_compared_without_what_people_do_not_hear() {
    assertThat(compare("Paris.", " paris ")).isEqualTo(AGREED);
    assertThat(compare("**Paris**", "Paris")).isEqualTo(AGREED);
    assertThat(compare("Paris", "London")).isEqualTo(DISAGREED);
    assertThat(compare("It is Paris", "Paris")).isEqualTo(DISAGREED);
  }

  @Test
  void long_texts_are_compared_only_where_they_are_the_same() {
    assertThat(compare(ARGUMENT, ARGUMENT + "\n")).isEqualTo(AGREED);
    assertThat(compare(ARGUMENT, ARGUMENT + "And so on.")).isEqualTo(INCOMPARABLE);
  }

  @Test
  void nothing_agrees_with_nothing() {
    assertThat(compare("", "")).isEqualTo(INCOMPARABLE);
    assertThat(compare("", "Paris")).isEqualTo(INCOMPARABLE);
  }

  @Test
  void calls_of_tools_agree_in_any_order_and_by_the_meaning_of_their_arguments() {
    Part a = Part.ToolCall.of("1", "look", "{\"x\":1,\"y\":2}");
    Part same = Part.ToolCall.of("7", "look", "{\"y\":2.0,\"x\":1}");
    Part b = Part.ToolCall.of("2", "go", "{}");
    Completion both = Asked.answer(Finish.TOOL_CALLS, a, b);
    assertThat(AnswerComparison.compare(both, Asked.answer(Finish.TOOL_CALLS, b, same)))
        .isEqualTo(AGREED);
    for (Completion other :
        List.of(
            Asked.answer(Finish.TOOL_CALLS, a),
            Asked.answer(Finish.TOOL_CALLS, a, a),
            Asked.calling("look", "{\"x\":2}"),
            Asked.saying("look"))) {
      assertThat(AnswerComparison.compare(both, other)).isEqualTo(DISAGREED);
      assertThat(AnswerComparison.compare(other, both)).isEqualTo(DISAGREED);
    }
  }

  @Test
  void any_text_agrees_with_itself_and_comparing_is_the_same_both_ways() {
    long seed = 20_261_129;
    SplittableRandom random = new SplittableRandom(seed);
    String[] bits = {
      "answer is ", "(C)", "\\boxed{", "}", "42", "1e9", "{\"a\":", "[", "]", "\n", " ", "####",
      "```", "é", "\ud83d\ude00", "\ud83d", ".", "Answer: ", "-", ",", "$", "A", "option ", "%"
    };
    for (int round = 0; round < 3_000; round++) {
      String one = random(random, bits);
      String other = random(random, bits);
      if (!one.isBlank()) {
        assertThat(compare(one, one)).as("seed %s: %s", seed, one).isIn(AGREED, INCOMPARABLE);
      }
      assertThat(compare(one, other)).as("seed %s: %s, %s", seed, one, other).isNotNull();
    }
  }

  private static String random(SplittableRandom random, String[] bits) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(bits[random.nextInt(bits.length)]);
    }
    return text.toString();
  }
}
