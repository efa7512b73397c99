package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Answers of every kind this dialect has a word for. */
final class RandomAnswer {

  private static final String[] WORDS = {
    "a", "Grüße", "日本", "\"quoted\"", "\\", "\n", "\u0001", "🙂", "data: [DONE]", " "
  };

  private final SplittableRandom random;
  private int calls;

  RandomAnswer(SplittableRandom random) {
    this.random = random;
  }

  /** Parts as a model of this dialect sends them. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      parts.add(part());
    }
    return parts;
  }

  private Part part() {
    return switch (random.nextInt(6)) {
      case 0 ->
          Part.ToolCall.of("call_" + calls++, "lookup", "{\"q\":\"" + random.nextInt() + "\"}");
      case 1 -> new Part.ToolCall("call_" + calls++, "free", text(), true, null, null);
      case 2 -> new Part.Refusal(text());
      case 3 -> new Part.Text(text(), List.of(citation()), null);
      default -> Part.Text.of(text());
    };
  }

  private Citation citation() {
    return Citations.read(
        Responses.json(
            "{'type':'url_citation','url':'https://a.example/"
                + random.nextInt(9)
                + "','start_index':0,'end_index':1,'title':'t'}"));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }
}
