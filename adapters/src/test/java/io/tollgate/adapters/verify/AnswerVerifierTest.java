package io.tollgate.adapters.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.json.JsonDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerVerifierTest {

  private static final String POINT =
      "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}},\"required\":[\"x\"],"
          + "\"additionalProperties\":false}";
  private static final Tool LOOK = Asked.tool("look", POINT);

  private static String code(Conversation asked, Completion answer) {
    return AnswerVerifier.verify(asked, answer).code();
  }

  @Test
  void an_answer_that_says_something_passes() {
    assertThat(code(Asked.plainly(), Asked.saying("hi"))).isEqualTo("passed");
    Part picture = new Part.Opaque("gemini", "inlineData", JsonDocument.read("{}"));
    assertThat(code(Asked.plainly(), Asked.answer(Finish.STOP, picture))).isEqualTo("passed");
  }

  @Test
  void an_answer_that_says_nothing_is_empty() {
    Part thoughts = new Part.Reasoning("hmm", null, false, null, null);
    for (Completion answer :
        List.of(
            Asked.saying(" \n"),
            Asked.answer(Finish.STOP),
            Asked.answer(Finish.OTHER, thoughts, Part.Text.of("")))) {
      assertThat(code(Asked.plainly(), answer)).isEqualTo("empty");
    }
  }

  @Test
  void an_answer_cut_off_at_the_models_limit_is_truncated_and_at_the_callers_it_is_not() {
    Completion cut = Asked.answer(Finish.LENGTH, Part.Text.of("and the"));
    assertThat(code(Asked.plainly(), cut)).isEqualTo("truncated");
    assertThat(code(Asked.upTo(10), cut)).isEqualTo("passed");
    Completion full = Asked.answer(Finish.CONTEXT_FULL, Part.Text.of("and the"));
    assertThat(code(Asked.upTo(10), full)).isEqualTo("truncated");
  }

  @Test
  void a_refusal_is_told_by_its_finish_its_part_or_its_first_words() {
    for (Completion answer :
        List.of(
            Asked.answer(Finish.CONTENT_FILTER, Part.Text.of("I")),
            Asked.answer(Finish.REFUSAL),
            Asked.answer(Finish.STOP, new Part.Refusal("No.")),
            Asked.saying("I\u2019m sorry, but I can\u2019t help with that request."),
            Asked.saying("\n I cannot assist with this."),
            Asked.saying("As an AI language model, I cannot browse the web."))) {
      assertThat(code(Asked.plainly(), answer)).isEqualTo("refusal");
    }
  }

  @Test
  void an_answer_that_only_sounds_like_a_refusal_passes() {
    for (String text :
        List.of(
            "I'm sorry to hear that! Here is what you can do.",
            "I can't wait to show you: 42.",
            "\"I cannot help with that\", said the robot, and left.",
            "Sorry, I misread it. The answer is 4.",
            "I'm sorry, but I can't find a proof; still, here is a sketch. " + "step ".repeat(200),
            "Es tut mir leid, aber das geht nicht.")) {
      assertThat(code(Asked.plainly(), Asked.saying(text))).as(text).isEqualTo("passed");
    }
  }

  @Test
  void a_tool_call_has_to_name_a_tool_and_fit_its_schema() {
    Conversation asked = Asked.with(null, LOOK, Asked.tool("free", null));
    assertThat(code(asked, Asked.calling("look", "{\"x\":1}"))).isEqualTo("passed");
    assertThat(code(asked, Asked.calling("free", ""))).isEqualTo("passed");
    assertThat(code(asked, Asked.calling("free", "{\"any\":[1]}"))).isEqualTo("passed");
    for (Completion answer :
        List.of(
            Asked.calling("invented", "{}"),
            Asked.calling("look", "{\"x\":\"one\"}"),
            Asked.calling("look", "{}"),
            Asked.calling("look", "{\"x\":1,\"y\":2}"),
            Asked.calling("look", "{\"x\":1"),
            Asked.calling("free", "[1]"),
            Asked.answer(Finish.MALFORMED_CALL, Part.Text.of("look(")))) {
      assertThat(code(asked, answer)).isEqualTo("tool_call");
    }
    assertThat(code(Asked.plainly(), Asked.calling("look", "{}"))).isEqualTo("tool_call");
  }

  @Test
  void a_custom_tool_takes_any_text_and_a_native_one_any_arguments() {
    Tool patch = new Tool.Native("openai-responses", "custom", "patch", JsonDocument.read("{}"));
    Part call = new Part.ToolCall("t", "patch", "*** Begin", true, null, null);
    assertThat(code(Asked.with(null, patch), Asked.answer(Finish.TOOL_CALLS, call)))
        .isEqualTo("passed");
  }

  @Test
  void what_has_to_be_called_has_to_be_called_and_nothing_else() {
    Tool other = Asked.tool("other", null);
    Completion looks = Asked.calling("look", "{\"x\":1}");
    Completion talks = Asked.saying("I would look.");
    for (ToolChoice due :
        List.of(
            new ToolChoice.Required(),
            new ToolChoice.Named("look"),
            new ToolChoice.Among(List.of("look"), true))) {
      assertThat(code(Asked.with(due, LOOK, other), looks)).isEqualTo("passed");
      assertThat(code(Asked.with(due, LOOK, other), talks)).isEqualTo("tool_call");
    }
    for (ToolChoice barred :
        List.of(
            new ToolChoice.None(),
            new ToolChoice.Named("other"),
            new ToolChoice.Among(List.of("other"), false))) {
      assertThat(code(Asked.with(barred, LOOK, other), looks)).isEqualTo("tool_call");
    }
    assertThat(code(Asked.with(new ToolChoice.Auto(), LOOK), talks)).isEqualTo("passed");
  }

  @Test
  void json_that_was_asked_for_has_to_be_json() {
    Conversation object = Asked.as(new AnswerFormat.JsonObject());
    assertThat(code(object, Asked.saying(" {\"a\":1}\n"))).isEqualTo("passed");
    for (String text : List.of("[1]", "{\"a\":1", "```json\n{}\n```", "Sure: {}", "{} {}")) {
      assertThat(code(object, Asked.saying(text))).as(text).isEqualTo("format");
    }
    assertThat(code(Asked.as(new AnswerFormat.Text()), Asked.saying("Sure"))).isEqualTo("passed");
  }

  @Test
  void json_that_was_asked_for_has_to_fit_its_schema() {
    Conversation asked = Asked.inSchema(POINT);
    assertThat(code(asked, Asked.saying("{\"x\":1}"))).isEqualTo("passed");
    assertThat(code(asked, Asked.saying("{\"x\":1.5}"))).isEqualTo("format");
    assertThat(code(asked, Asked.saying("{\"y\":1}"))).isEqualTo("format");
    assertThat(code(asked, Asked.saying("1"))).isEqualTo("format");
  }

  @Test
  void a_turn_that_calls_tools_need_not_be_of_the_form_of_the_answer() {
    Conversation asked =
        new Conversation(
            "auto",
            List.of(),
            List.of(LOOK),
            null,
            null,
            new AnswerFormat.JsonObject(),
            io.tollgate.adapters.conversation.Sampling.UNSAID,
            null,
            false,
            io.tollgate.adapters.conversation.ServingHints.UNSAID,
            "openai-chat",
            java.util.Map.of(),
            io.tollgate.adapters.conversation.Unread.NOTHING);
    assertThat(code(asked, Asked.calling("look", "{\"x\":1}"))).isEqualTo("passed");
  }

  @Test
  void a_schema_that_is_of_no_use_gives_no_verdict() {
    for (String schema :
        List.of(
            "{\"type\":12}",
            "{\"$ref\":\"https://example.com/schema.json\"}",
            "{\"$ref\":\"file:///etc/passwd\"}",
            "{\"$ref\":\"classpath:/draft-07/schema\"}",
            "{\"$ref\":\"#/$defs/missing\"}",
            "{\"$schema\":\"https://example.com/meta\",\"type\":\"object\"}",
            "{\"type\":\"object\",\"properties\":{\"x\":{\"pattern\":\"(\"}}}")) {
      Verdict verdict =
          AnswerVerifier.verify(Asked.inSchema(schema), Asked.saying("{\"x\":\"1\"}"));
      assertThat(verdict).as(schema).isInstanceOf(Verdict.None.class);
    }
  }

  @Test
  void one_choice_that_is_wanting_is_enough() {
    Completion.Choice fine =
        new Completion.Choice(0, List.of(Part.Text.of("hi")), Finish.STOP, null, null, null);
    Completion.Choice empty = new Completion.Choice(1, List.of(), Finish.STOP, null, null, null);
    Completion both = new Completion("id", "m", 1, List.of(fine, empty), null, null);
    assertThat(code(Asked.plainly(), both)).isEqualTo("empty");
  }
}
