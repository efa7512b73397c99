package io.tollgate.bench.sdk;

import static io.tollgate.bench.sdk.ToolSketch.BELL;
import static io.tollgate.bench.sdk.ToolSketch.TIME;
import static io.tollgate.bench.sdk.ToolSketch.WEATHER;

import com.anthropic.errors.AnthropicServiceException;
import com.google.genai.errors.ApiException;
import com.openai.errors.OpenAIServiceException;
import dev.langchain4j.exception.HttpException;
import io.tollgate.bench.sdk.Ask.Shown;
import io.tollgate.bench.sdk.Ask.Turn;
import io.tollgate.bench.sdk.Ask.Wish;
import io.tollgate.bench.sdk.Outcome.Raised;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What {@code features.mjs} asks of the SDKs for JavaScript, asked of those for Java. */
final class Scenes {

  private static final SdkDriver.TextListener PATIENT = piece -> true;

  private Scenes() {}

  /** Does what a case asks for, on this thread. */
  static Outcome perform(SdkDriver sdk, SdkCase one) {
    Observed.begin();
    List<Step> steps = new ArrayList<>();
    Raised error = null;
    try {
      play(sdk, one, steps);
    } catch (Exception e) {
      error = raised(e);
    }
    return new Outcome(Observed.heads(), steps, error);
  }

  private static void play(SdkDriver sdk, SdkCase one, List<Step> steps) throws Exception {
    Ask ask = Ask.of(one.model(), one.prompt()).withWrongKey(one.wrongKey());
    if (one.timeout() != null) {
      ask = ask.within(one.timeout());
    }
    switch (one.feature()) {
      case "plain" -> steps.add(sdk.ask(ask.instructed("Be brief."), PATIENT));
      case "streamed" -> steps.add(sdk.ask(ask.instructed("Be brief.").streamed(), PATIENT));
      case "turns" ->
          steps.add(
              sdk.ask(
                  ask.instructed("Be brief.")
                      .saying(
                          List.of(
                              new Turn.User("Hello.", Shown.NOTHING),
                              new Turn.Said("Hello to you."),
                              new Turn.User(one.prompt(), Shown.NOTHING))),
                  PATIENT));
      case "tool" -> useTools(sdk, ask.offering(WEATHER, TIME), steps);
      case "parallel" -> useTools(sdk, ask.offering(WEATHER, TIME, BELL), steps);
      case "streamed-tools" -> useTools(sdk, ask.offering(WEATHER, TIME, BELL).streamed(), steps);
      case "forced" -> useTools(sdk, ask.offering(WEATHER, TIME).forcing(TIME), steps);
      case "runner" -> {
        List<Step.Call> called = new ArrayList<>();
        steps.add(sdk.runTools(one.model(), one.prompt(), called).having(called));
      }
      case "structured" -> steps.add(sdk.ask(ask.wishing(Wish.SCHEMA), PATIENT));
      case "structured-streamed" ->
          steps.add(sdk.ask(ask.wishing(Wish.SCHEMA).streamed(), PATIENT));
      case "vision" -> steps.add(sdk.ask(showing(ask, one, Shown.PICTURE), PATIENT));
      case "vision-url" -> steps.add(sdk.ask(showing(ask, one, Shown.ADDRESS), PATIENT));
      case "document" -> steps.add(sdk.ask(showing(ask, one, Shown.DOCUMENT), PATIENT));
      case "thinking" -> steps.add(sdk.ask(ask.wishing(Wish.THINKING), PATIENT));
      case "thinking-streamed" ->
          steps.add(sdk.ask(ask.wishing(Wish.THINKING).streamed(), PATIENT));
      case "thinking-tools" -> useTools(sdk, ask.offering(WEATHER).wishing(Wish.THINKING), steps);
      case "thinking-tools-streamed" ->
          useTools(sdk, ask.offering(WEATHER).wishing(Wish.THINKING).streamed(), steps);
      case "stop" -> steps.add(sdk.ask(ask.wishing(Wish.STOP), PATIENT));
      case "sampling" -> steps.add(sdk.ask(ask.wishing(Wish.SAMPLING), PATIENT));
      case "length" -> steps.add(sdk.ask(ask.atMost(20), PATIENT));
      case "choices" -> steps.add(sdk.ask(ask.wishing(Wish.CHOICES), PATIENT));
      case "logprobs" -> steps.add(sdk.ask(ask.wishing(Wish.LOGPROBS), PATIENT));
      case "seed" -> steps.add(sdk.ask(ask.wishing(Wish.SEED), PATIENT));
      case "penalties" -> steps.add(sdk.ask(ask.wishing(Wish.PENALTY), PATIENT));
      case "cache" -> steps.add(sdk.ask(ask.instructed("Be brief.").wishing(Wish.CACHE), PATIENT));
      case "abort" -> steps.add(sdk.ask(ask.atMost(20_000).leaving(), piece -> false));
      case "error" -> steps.add(sdk.ask(ask, PATIENT));
      case "error-streamed" -> streamUntilItFails(sdk, ask, steps);
      case "count-tokens" ->
          steps.add(Step.text("").measured(sdk.countTokens(one.model(), one.prompt()), -1, 0));
      case "models" -> steps.add(Step.text("").among(List.copyOf(sdk.models()), 0));
      default -> throw new IllegalArgumentException("no such feature: " + one.feature());
    }
  }

  private static Ask showing(Ask ask, SdkCase one, Shown shown) {
    return ask.saying(List.of(new Turn.User(one.prompt(), shown)));
  }

  /** A first turn that calls tools, then their results. */
  private static void useTools(SdkDriver sdk, Ask ask, List<Step> steps) throws Exception {
    Step first = sdk.ask(ask, PATIENT);
    steps.add(first);
    if (first.calls().isEmpty()) {
      return;
    }
    List<Turn> turns = new ArrayList<>(ask.turns());
    turns.add(new Turn.Assistant(Objects.requireNonNull(first.turn())));
    turns.add(new Turn.Results(first.calls()));
    steps.add(sdk.ask(ask.saying(turns).forcing(null), PATIENT));
  }

  private static void streamUntilItFails(SdkDriver sdk, Ask ask, List<Step> steps)
      throws Exception {
    StringBuilder text = new StringBuilder();
    try {
      steps.add(
          sdk.ask(
              ask.streamed(),
              piece -> {
                text.append(piece);
                return true;
              }));
    } catch (Exception e) {
      steps.add(Step.text(text.toString()));
      throw e;
    }
  }

  private static Raised raised(Exception thrown) {
    String type = thrown.getClass().getSimpleName();
    String message = Objects.toString(thrown.getMessage(), "");
    return switch (thrown) {
      case OpenAIServiceException e ->
          new Raised(type, e.statusCode(), e.code().orElse(""), message);
      case AnthropicServiceException e ->
          new Raised(
              type,
              e.statusCode(),
              e.errorCode().or(() -> e.type().map(Object::toString)).orElse(""),
              message + " " + e.apiMessage().orElse(""));
      case ApiException e -> new Raised(type, e.code(), e.status(), message);
      default ->
          thrown.getCause() instanceof HttpException http
              ? new Raised(type, http.statusCode(), "", message)
              : new Raised(type, 0, "", message + " / " + thrown.getCause());
    };
  }
}
