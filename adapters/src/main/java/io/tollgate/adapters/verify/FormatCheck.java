package io.tollgate.adapters.verify;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.json.JsonDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A text that is not the JSON that was asked for. A turn that calls tools need not have any. */
final class FormatCheck implements AnswerCheck {

  @Override
  public Verdict look(Conversation asked, Completion.Choice choice) {
    AnswerFormat format = asked.format();
    if (format == null
        || format instanceof AnswerFormat.Text
        || AnswerText.calls(choice)
        || CutCheck.endsAtTheCallersLimit(choice)) {
      return Verdict.PASSED;
    }
    JsonNode json = read(AnswerText.of(choice));
    if (json == null) {
      return failed("the answer is not JSON");
    }
    return switch (format) {
      case AnswerFormat.JsonSchema(var _, var _, JsonNode schema, var _) ->
          switch (JsonSchemas.check(schema, json)) {
            case FITS -> Verdict.PASSED;
            case DIFFERS -> failed("the answer does not fit its schema");
            case UNKNOWN -> new Verdict.None("the schema of the answer cannot be used");
          };
      case AnswerFormat.JsonObject _ ->
          json.isObject() ? Verdict.PASSED : failed("the answer is not a JSON object");
      case AnswerFormat.Text _ -> Verdict.PASSED;
    };
  }

  private static @Nullable JsonNode read(String text) {
    try {
      JsonNode json = JsonDocument.read(text);
      return json.isMissingNode() ? null : json;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static Verdict.Failed failed(String sentence) {
    return new Verdict.Failed("format", sentence);
  }
}
