package io.tollgate.bench.sdk;

import io.tollgate.bench.sdk.Outcome.Head;
import io.tollgate.bench.sdk.Outcome.Raised;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** One process that does all cases of one SDK for JavaScript. */
final class NodeRun {

  private static final int CONCURRENCY = 8;
  private static final long MINUTES = 5;

  private NodeRun() {}

  /** What came of each case, by its id. */
  static Map<String, Outcome> run(
      NodeProject project, ClientSdk sdk, Target target, List<SdkCase> cases)
      throws IOException, InterruptedException {
    Process node = project.node("run.mjs");
    try (OutputStream plan = node.getOutputStream()) {
      plan.write(Json.write(plan(sdk, target, cases)).getBytes(StandardCharsets.UTF_8));
    }
    Map<String, Outcome> outcomes = new HashMap<>();
    try (BufferedReader lines = node.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{")) {
          JsonNode json = Json.read(line);
          outcomes.put(json.path("case").stringValue(""), outcome(json));
        }
      }
    }
    if (!node.waitFor(MINUTES, TimeUnit.MINUTES)) {
      node.destroyForcibly();
    }
    if (outcomes.size() < cases.size()) {
      throw new IOException(
          "%s did %d of %d cases: %s"
              .formatted(
                  sdk.key, outcomes.size(), cases.size(), project.complaints("run.mjs").strip()));
    }
    return outcomes;
  }

  private static Map<String, Object> plan(ClientSdk sdk, Target target, List<SdkCase> cases) {
    return Map.of(
        "sdk",
        sdk.key,
        "origin",
        target.origin(),
        "key",
        target.key(),
        "wrongKey",
        target.wrongKey(),
        "concurrency",
        CONCURRENCY,
        "png",
        Media.PNG_BASE64,
        "imageUrl",
        Media.PICTURE_ADDRESS,
        "pdf",
        Media.PDF_BASE64,
        "cases",
        cases.stream().map(SdkCase::json).toList());
  }

  private static Outcome outcome(JsonNode json) {
    List<Head> heads = new ArrayList<>();
    for (JsonNode head : json.path("exchanges").values()) {
      heads.add(
          new Head(
              head.path("status").asInt(0),
              head.path("requestId").stringValue(""),
              head.path("warnings").stringValue(""),
              head.path("retryAfter").stringValue("")));
    }
    List<Step> steps = new ArrayList<>();
    json.path("steps").values().forEach(step -> steps.add(step(step)));
    JsonNode error = json.path("error");
    return new Outcome(
        heads,
        steps,
        error.isObject()
            ? new Raised(
                error.path("class").stringValue(""),
                error.path("status").asInt(0),
                error.path("code").stringValue(""),
                error.path("message").stringValue("")
                    + " "
                    + error.path("type").stringValue("")
                    + " "
                    + error.path("cause").stringValue(""))
            : null);
  }

  private static Step step(JsonNode json) {
    List<String> texts = new ArrayList<>();
    json.path("texts").values().forEach(text -> texts.add(text.stringValue("")));
    json.path("names").values().forEach(name -> texts.add(name.stringValue("")));
    JsonNode usage = json.path("usage");
    JsonNode parsed = json.path("parsed");
    return new Step(
        json.path("text").stringValue(""),
        texts,
        json.path("finish").stringValue(""),
        calls(json.path("calls")),
        calls(json.path("called")),
        json.path("thinking").stringValue(""),
        json.path("logprobs").asInt(0),
        parsed.isObject() ? parsed : null,
        usage.path("input").asLong(-1),
        usage.path("output").asLong(-1),
        usage.path("reasoning").asLong(0),
        json.path("deltas").asInt(0),
        null);
  }

  private static List<Step.Call> calls(JsonNode list) {
    List<Step.Call> calls = new ArrayList<>();
    for (JsonNode call : list.values()) {
      calls.add(
          new Step.Call(
              call.path("id").stringValue(""),
              call.path("name").stringValue(""),
              call.path("args")));
    }
    return calls;
  }
}
