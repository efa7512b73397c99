package io.tollgate.policies.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionTest {

  private static final String ALL =
      "it has model, stream, input_tokens, max_output_tokens, messages, tools, images, needs,"
          + " task, user, body_bytes";

  private final Town town = Town.ordinary();

  @Test
  void an_unknown_field_is_named_at_its_own_column() {
    assertThat(problems("request.stream && request.tols > 0"))
        .containsExactly(
            "p.yaml:5:41: policies[0].rules[0].when: a request has no \"tols\";"
                + " did you mean \"tools\"?");
    assertThat(problems("request.colour > 0"))
        .containsExactly(
            "p.yaml:5:23: policies[0].rules[0].when: a request has no \"colour\"; " + ALL);
  }

  @Test
  void an_unknown_name_is_named_with_what_was_meant() {
    assertThat(problems("tools > 0"))
        .containsExactly(
            "p.yaml:5:15: policies[0].rules[0].when: unknown name \"tools\";"
                + " did you mean \"request.tools\"?");
    assertThat(problems("tols > 0"))
        .containsExactly(
            "p.yaml:5:15: policies[0].rules[0].when: unknown name \"tols\";"
                + " did you mean \"request.tools\"?");
    assertThat(problems("hour_utc > 1 && reqest.tools > 0"))
        .containsExactly(
            "p.yaml:5:31: policies[0].rules[0].when: unknown name \"reqest\";"
                + " did you mean \"request\"?");
    assertThat(problems("tenant == 'x'"))
        .singleElement()
        .asString()
        .startsWith(
            "p.yaml:5:15: policies[0].rules[0].when: unknown name \"tenant\";"
                + " known names: request.model, request.stream, ")
        .endsWith("hour_utc");
  }

  @Test
  void several_mistakes_of_one_condition_are_all_reported() {
    assertThat(problems("request.a == 1 || request.model > 5"))
        .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
        .containsExactly("p.yaml:5:23", "p.yaml:5:47");
  }

  @Test
  void types_that_do_not_fit_are_named() {
    assertThat(problems("request.model == 5"))
        .containsExactly(
            "p.yaml:5:29: policies[0].rules[0].when: == does not apply to (string, int)");
  }

  @Test
  void a_condition_must_be_true_or_false() {
    assertThat(problems("request.tools"))
        .containsExactly(
            "p.yaml:5:15: policies[0].rules[0].when: the condition is of type int, not true or"
                + " false; compare it with something, e.g. request.tools > 0");
  }

  @Test
  void a_syntax_error_is_named_where_it_is() {
    assertThat(problems("request.tools >"))
        .containsExactly("p.yaml:5:30: policies[0].rules[0].when: the expression ends too early");
    assertThat(problems("request.tools > 0 request"))
        .containsExactly(
            "p.yaml:5:33: policies[0].rules[0].when: not valid CEL: extraneous input 'request'");
  }

  @Test
  void columns_are_right_in_quotes_and_on_further_lines() {
    assertThat(problems("'request.stream && tols'"))
        .singleElement()
        .asString()
        .startsWith("p.yaml:5:34: ");
    assertThat(problems("\"request.task == \\\"a\\\" && tols\""))
        .singleElement()
        .asString()
        .startsWith("p.yaml:5:41: ");
    assertThat(problems(">-\n          request.stream &&\n          tols"))
        .singleElement()
        .asString()
        .startsWith("p.yaml:7:11: ");
    assertThat(problems("|\n          request.stream &&\n            tols"))
        .singleElement()
        .asString()
        .startsWith("p.yaml:7:13: ");
  }

  @Test
  void a_condition_is_bounded_in_size_and_depth() {
    assertThat(problems("request.tools > 0" + " || request.tools > 0".repeat(200)))
        .singleElement()
        .asString()
        .contains("p.yaml:5:15: policies[0].rules[0].when: ");
    assertThat(problems("(".repeat(200) + "true" + ")".repeat(200))).hasSize(1);
  }

  @Test
  void a_condition_is_required_and_a_text() {
    assertThat(problems("[true]"))
        .containsExactly("p.yaml:5:15: policies[0].rules[0].when: found a list; expected: a text");
    assertThat(problems(""))
        .containsExactly("p.yaml:5:14: policies[0].rules[0].when: no value; expected: a text");
    assertThat(town.problems("policies: [{name: default, rules: [{name: a}]}]"))
        .containsExactly(
            "p.yaml:1:36: policies[0].rules[0]: missing key \"when\"; expected: a text");
  }

  private List<String> problems(String condition) {
    return town.problems(
        "policies:\n  - name: default\n    rules:\n      - name: a\n        when: "
            + condition
            + "\n");
  }
}
