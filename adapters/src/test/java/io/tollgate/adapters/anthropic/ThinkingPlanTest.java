package io.tollgate.adapters.anthropic;

import static io.tollgate.adapters.anthropic.Requests.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.json.JsonTree;
import org.junit.jupiter.api.Test;

class ThinkingPlanTest {

  private static final String ADAPTIVE = "claude-opus-5-5";
  private static final String BUDGET = "claude-sonnet-4-5-20250929";

  private static Object json(String text) {
    return JsonTree.parse(text);
  }

  @Test
  void effort_is_effort_where_the_model_decides_and_a_budget_elsewhere() {
    Requests.Written adaptive = write(Talk.user("q").effort("xhigh").done(), ADAPTIVE);
    assertThat(adaptive.get("thinking")).isEqualTo(json("{\"type\":\"adaptive\"}"));
    assertThat(adaptive.get("output_config")).isEqualTo(json("{\"effort\":\"xhigh\"}"));

    Requests.Written budget = write(Talk.user("q").effort("medium").done(), BUDGET);
    assertThat(budget.get("thinking"))
        .isEqualTo(json("{\"type\":\"enabled\",\"budget_tokens\":8192}"));
    assertThat(budget.members()).doesNotContainKey("output_config");
    assertThat(budget.losses()).isEmpty();
  }

  @Test
  void a_budget_becomes_an_effort_where_none_is_taken() {
    Requests.Written written = write(Talk.user("q").budget(2_000).done(), ADAPTIVE);

    assertThat(written.get("output_config")).isEqualTo(json("{\"effort\":\"low\"}"));
    assertThat(written.lost()).containsExactly("HINT reasoning");
    assertThat(write(Talk.user("q").budget(10).done(), BUDGET).get("thinking"))
        .isEqualTo(json("{\"type\":\"enabled\",\"budget_tokens\":1024}"));
  }

  @Test
  void a_budget_leaves_room_for_the_answer_or_there_is_none() {
    assertThat(write(Talk.user("q").effort("high").limit(8_000).done(), BUDGET).get("thinking"))
        .isEqualTo(json("{\"type\":\"enabled\",\"budget_tokens\":4000}"));
    Requests.Written small = write(Talk.user("q").effort("high").limit(1_500).done(), BUDGET);
    assertThat(small.members()).doesNotContainKey("thinking");
    assertThat(small.lost()).containsExactly("HINT reasoning");
  }

  @Test
  void thinking_goes_off_before_a_forced_tool_does() {
    Requests.Written written =
        write(
            Talk.user("q").tool("f").choice(new ToolChoice.Required()).effort("high").done(),
            BUDGET);

    assertThat(written.get("tool_choice")).isEqualTo(json("{\"type\":\"any\"}"));
    assertThat(written.members()).doesNotContainKey("thinking");
    assertThat(written.lost()).containsExactly("HINT reasoning");
  }

  @Test
  void thinking_rules_out_temperature() {
    Requests.Written written =
        write(Talk.user("q").temperature("0.2", null).effort("low").done(), BUDGET);

    assertThat(written.members()).doesNotContainKey("temperature").containsKey("thinking");
    assertThat(written.lost()).containsExactly("HINT temperature");
  }

  @Test
  void calls_without_the_thoughts_before_them_switch_a_budget_off() {
    Talk lacking = Talk.user("q").calls("c").result("c", "r").tool("look_up").effort("low");
    assertThat(write(lacking.done(), BUDGET).members()).doesNotContainKey("thinking");
    assertThat(write(lacking.done(), ADAPTIVE).members()).containsKey("thinking");

    Talk thought =
        Talk.user("q")
            .then(
                Role.ASSISTANT,
                new Part.Reasoning("hm", "s", false, null, "anthropic"),
                Part.ToolCall.of("c", "f", "{}"))
            .result("c", "r")
            .tool("f")
            .effort("low");
    assertThat(write(thought.done(), BUDGET).members()).containsKey("thinking");

    Talk over = Talk.user("q").calls("c").result("c", "r").then(Role.ASSISTANT, "a");
    assertThat(write(over.then(Role.USER, "b").effort("low").done(), BUDGET).members())
        .containsKey("thinking");
  }

  @Test
  void no_thinking_is_said_as_the_model_wants_it() {
    assertThat(write(Talk.user("q").effort("none").done(), BUDGET).members())
        .doesNotContainKey("thinking");
    assertThat(write(Talk.user("q").effort("none").done(), "claude-sonnet-5").get("thinking"))
        .isEqualTo(json("{\"type\":\"disabled\"}"));
    Requests.Written always = write(Talk.user("q").effort("none").done(), ADAPTIVE);
    assertThat(always.get("output_config")).isEqualTo(json("{\"effort\":\"low\"}"));
    assertThat(always.lost()).containsExactly("HINT reasoning");
    assertThat(write(Talk.user("q").effort("low").done(), "claude-3-haiku-20240307").lost())
        .containsExactly("HINT reasoning");
  }

  @Test
  void models_are_known_by_their_names_wherever_they_are_served() {
    assertThat(ClaudeModel.of("claude-sonnet-4-20250514"))
        .isEqualTo(new ClaudeModel(true, "sonnet", 400));
    assertThat(ClaudeModel.of("us.anthropic.claude-opus-4-6-v1"))
        .isEqualTo(new ClaudeModel(true, "opus", 406));
    assertThat(ClaudeModel.of("anthropic/claude-opus-4.5"))
        .isEqualTo(new ClaudeModel(true, "opus", 405));
    assertThat(ClaudeModel.of("claude-haiku-5-5@20261001"))
        .isEqualTo(new ClaudeModel(true, "haiku", 505));
    assertThat(ClaudeModel.of("claude-3-5-sonnet-20241022"))
        .isEqualTo(new ClaudeModel(true, "sonnet", 305));
    assertThat(ClaudeModel.of("claude-3-haiku-20240307"))
        .isEqualTo(new ClaudeModel(true, "haiku", 300));
    assertThat(ClaudeModel.of("claude-fable-5-2")).isEqualTo(new ClaudeModel(true, "fable", 502));
    assertThat(ClaudeModel.of("MiniMax-M2")).isEqualTo(new ClaudeModel(false, "", 0));
  }
}
