package io.tollgate.bench.sdk;

import io.tollgate.bench.sdk.Outcome.Raised;
import io.tollgate.bench.sdk.Verdict.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says whether an SDK got what it asked for. */
final class Judge {

  /** Words of the SDKs for an answer that is complete; Responses has one for all of them. */
  private static final Set<String> STOPPED = Set.of("stop", "STOP", "end_turn", "completed");

  private static final Set<String> STOPPED_AT_TEXT =
      Set.of("stop", "STOP", "stop_sequence", "end_turn", "completed", "OTHER");
  private static final Set<String> CALLING =
      Set.of("tool_calls", "tool_use", "tool-calls", "TOOL_EXECUTION", "completed", "STOP");
  private static final Set<String> CUT =
      Set.of("length", "LENGTH", "max_tokens", "MAX_TOKENS", "incomplete max_output_tokens");

  private static final List<String> ALL_TOOLS =
      List.of("look_up_weather", "look_up_time", "ring_bell");

  private Judge() {}

  /**
   * The verdict on a case.
   *
   * @param twin what came of the same question asked without a stream, or {@code null}
   */
  static Verdict of(
      ClientSdk sdk,
      ProviderDialectName provider,
      Feature feature,
      Outcome outcome,
      @Nullable Outcome twin) {
    Raised error = outcome.error();
    if (feature == Feature.ABORT) {
      return error == null ? Verdict.failed("it did not leave") : said(outcome);
    }
    if (error != null) {
      String what = error.type() + " " + error.status() + " " + error.message().strip();
      return error.status() == 400 && error.message().contains("cannot be told")
          ? new Verdict(Result.REFUSED, what)
          : Verdict.failed(what);
    }
    String flaw = flaw(sdk, provider, feature, outcome.steps());
    if (flaw.isEmpty() && twin != null && feature.isTwin()) {
      flaw = unlike(twin.steps(), outcome.steps());
    }
    return flaw.isEmpty() ? said(outcome) : Verdict.failed(flaw + " in " + outcome.steps());
  }

  private static Verdict said(Outcome outcome) {
    return outcome.warnings().isEmpty()
        ? new Verdict(Result.OK, "")
        : new Verdict(Result.WARNED, outcome.warnings());
  }

  private static String unlike(List<Step> plain, List<Step> streamed) {
    boolean same =
        plain.size() == streamed.size()
            && plain.getFirst().text().equals(streamed.getFirst().text());
    return same ? "" : "not the text of the plain answer " + plain;
  }

  private static String flaw(
      ClientSdk sdk, ProviderDialectName provider, Feature feature, List<Step> steps) {
    if (steps.isEmpty()) {
      return "nothing came";
    }
    Step first = steps.getFirst();
    return switch (feature) {
      case PLAIN -> answered(first, STOPPED);
      case STREAMED -> first.deltas() < 2 ? "streamed in one piece" : answered(first, STOPPED);
      case TURNS, SAMPLING, SEED, PENALTIES, CACHE -> answered(first, STOPPED);
      case TOOL -> tools(steps, List.of("look_up_weather"));
      case PARALLEL, STREAMED_TOOLS -> tools(steps, ALL_TOOLS);
      case FORCED -> tools(steps, List.of("look_up_time"));
      case RUNNER -> ran(first);
      case STRUCTURED, STRUCTURED_STREAMED -> town(first);
      case VISION -> saw(first, "I see 1 images and 0 documents: image", " of 70 bytes");
      case VISION_URL -> saw(first, "at " + Media.PICTURE_ADDRESS);
      case DOCUMENT -> saw(first, "I see 0 images and 1 documents: document");
      case THINKING, THINKING_STREAMED -> thought(sdk, provider, first);
      case THINKING_TOOLS, THINKING_TOOLS_STREAMED -> tools(steps, List.of("look_up_weather"));
      case STOP ->
          first.text().strip().equals("First words")
              ? ended(first, STOPPED_AT_TEXT)
              : "not stopped where it was to";
      case LENGTH -> ended(first, CUT);
      case CHOICES ->
          first.texts().stream().filter(text -> !text.isBlank()).count() == 2
              ? ""
              : "not two answers";
      case LOGPROBS -> first.logprobs() > 0 ? answered(first, STOPPED) : "no log probabilities";
      case ABORT -> "";
    };
  }

  private static String ended(Step step, Set<String> words) {
    return words.contains(step.finish()) ? "" : "ended with " + step.finish();
  }

  private static String answered(Step step, Set<String> finishes) {
    if (step.text().isBlank()) {
      return "no text";
    }
    return step.input() <= 0 || step.output() <= 0 ? "no usage" : ended(step, finishes);
  }

  private static String tools(List<Step> steps, List<String> names) {
    Step first = steps.getFirst();
    if (!first.calls().stream().map(Step.Call::name).toList().equals(names)) {
      return "did not call " + names;
    }
    for (Step.Call call : first.calls()) {
      String flaw = arguments(call);
      if (!flaw.isEmpty()) {
        return flaw;
      }
    }
    if (!CALLING.contains(first.finish())) {
      return "called with " + first.finish();
    }
    if (steps.size() < 2) {
      return "no second turn";
    }
    String text = steps.get(1).text();
    return names.stream().allMatch(name -> text.contains("result of " + name))
        ? answered(steps.get(1), STOPPED)
        : "the results did not arrive";
  }

  private static String arguments(Step.Call call) {
    JsonNode arguments = call.arguments();
    boolean fits =
        switch (call.name()) {
          case "look_up_weather" ->
              arguments.path("city").isString() && arguments.path("days").isIntegralNumber();
          case "look_up_time" -> arguments.path("zone").isString();
          default -> arguments.isObject() && arguments.isEmpty();
        };
    return fits ? "" : "odd arguments";
  }

  private static String ran(Step step) {
    if (step.called().isEmpty() || !step.called().getFirst().name().equals("look_up_weather")) {
      return "the SDK called nothing";
    }
    return step.text().contains("result of look_up_weather") ? "" : "the results did not arrive";
  }

  private static String town(Step step) {
    JsonNode town = step.parsed() == null ? Json.read(step.text()) : step.parsed();
    boolean fits =
        town.path("name").isString()
            && town.path("inhabitants").isIntegralNumber()
            && town.path("districts").isArray();
    return fits ? "" : "not a town";
  }

  private static String saw(Step step, String... words) {
    return Arrays.stream(words).allMatch(step.text()::contains) ? "" : "did not see it";
  }

  /** OpenAI's chat completions have no place for thoughts, but count them. */
  private static String thought(ClientSdk sdk, ProviderDialectName provider, Step step) {
    boolean shown =
        sdk.dialect != ClientDialectName.OPENAI_CHAT && provider != ProviderDialectName.OPENAI_CHAT;
    if (shown && step.thinking().isBlank()) {
      return "no thoughts";
    }
    return answered(step, STOPPED);
  }
}
