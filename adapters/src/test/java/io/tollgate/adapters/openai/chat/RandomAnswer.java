package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Finish;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers that say anything this dialect can say, whole and streamed. */
final class RandomAnswer {

  private final SplittableRandom random;
  private final RandomChat chat;
  private final boolean customTools;
  private int calls;

  /**
   * A source of answers.
   *
   * @param customTools whether they call custom tools, of which OpenAI's description of streams
   *     says nothing
   */
  RandomAnswer(SplittableRandom random, boolean customTools) {
    this.random = random;
    this.chat = new RandomChat(random);
    this.customTools = customTools;
  }

  ObjectNode whole(String id) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", "chatcmpl-" + id).put("object", "chat.completion");
    body.put("created", random.nextInt(1, 1 << 30)).put("model", "m");
    ArrayNode choices = body.putArray("choices");
    for (int i = random.nextInt(3); i >= 0; i--) {
      choices.add(choice(choices.size()));
    }
    if (random.nextBoolean()) {
      body.set("usage", usage());
    }
    if (random.nextBoolean()) {
      body.put("service_tier", random.nextBoolean() ? "default" : "priority");
    }
    return body;
  }

  private ObjectNode usage() {
    long cached = random.nextInt(100);
    long reasoning = random.nextInt(100);
    long prompt = cached + random.nextInt(100);
    long completion = reasoning + random.nextInt(100);
    ObjectNode usage = JsonNodeFactory.instance.objectNode();
    usage.put("prompt_tokens", prompt).put("completion_tokens", completion);
    usage.put("total_tokens", prompt + completion);
    usage.putObject("prompt_tokens_details").put("cached_tokens", cached);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", reasoning);
    return usage;
  }

  private ObjectNode choice(int index) {
    ObjectNode choice = JsonNodeFactory.instance.objectNode().put("index", index);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    boolean refused = random.nextInt(5) == 0;
    boolean called = random.nextInt(3) == 0;
    if (called && random.nextBoolean()) {
      message.putNull("content");
    } else {
      message.put("content", chat.text());
      if (random.nextInt(4) == 0) {
        message.set("annotations", chat.annotations());
      }
    }
    if (refused) {
      message.put("refusal", chat.text());
    } else {
      message.putNull("refusal");
    }
    if (random.nextInt(3) == 0) {
      message.put("reasoning_content", chat.text());
    }
    if (random.nextInt(6) == 0) {
      message.set("reasoning_details", chat.details());
    }
    if (random.nextInt(6) == 0) {
      ObjectNode audio = message.putObject("audio").put("id", "audio_1").put("data", "QUJD");
      audio.put("expires_at", 7).put("transcript", chat.text());
    }
    if (random.nextInt(6) == 0) {
      ObjectNode image = message.putArray("images").addObject().put("type", "image_url");
      image.putObject("image_url").put("url", "data:image/png;base64,QUJD");
    }
    if (called) {
      callTools(message.putArray("tool_calls"));
    }
    if (random.nextInt(4) == 0) {
      choice.set("logprobs", logprobs());
    } else {
      choice.putNull("logprobs");
    }
    String[] reasons = {"stop", "length", "content_filter"};
    choice.put("finish_reason", called ? "tool_calls" : reasons[random.nextInt(reasons.length)]);
    if (random.nextInt(6) == 0) {
      choice.putObject("content_filter_results").putObject("hate").put("filtered", false);
    }
    return choice;
  }

  private void callTools(ArrayNode array) {
    for (int i = random.nextInt(3); i >= 0; i--) {
      ObjectNode call = array.addObject().put("id", "call_" + calls++);
      if (customTools && random.nextInt(4) == 0) {
        call.put("type", "custom").putObject("custom").put("name", "c").put("input", chat.text());
      } else {
        ObjectNode function = call.put("type", "function").putObject("function");
        function.put("name", "f").put("arguments", "{\"a\":" + chat.value() + "}");
      }
    }
  }

  private ObjectNode logprobs() {
    ObjectNode logprobs = JsonNodeFactory.instance.objectNode();
    ObjectNode token = logprobs.putArray("content").addObject().put("token", chat.text());
    token.put("logprob", -0.25).putNull("bytes").putArray("top_logprobs");
    logprobs.putNull("refusal");
    return logprobs;
  }

  /** The events of an answer but for its usage and end, several choices mixed. */
  List<AnswerEvent> streamed() {
    List<List<AnswerEvent>> choices = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      choices.add(streamedChoice(choices.size()));
    }
    List<AnswerEvent> mixed = new ArrayList<>();
    mixed.add(new AnswerEvent.Started("chatcmpl-x", "m"));
    while (!choices.isEmpty()) {
      List<AnswerEvent> from = choices.get(random.nextInt(choices.size()));
      mixed.add(from.removeFirst());
      choices.removeIf(List::isEmpty);
    }
    return mixed;
  }

  private List<AnswerEvent> streamedChoice(int choice) {
    List<AnswerEvent> events = new ArrayList<>();
    int block = 0;
    boolean called = false;
    boolean refused = false;
    int last = -1;
    for (int i = random.nextInt(4); i > 0; i--) {
      int kind = random.nextInt(5);
      if (kind == last) {
        continue; // Two blocks of one kind in a row are one in this dialect.
      }
      last = kind;
      switch (kind) {
        case 0 -> {
          events.add(opened(choice, block, new BlockKind.Text()));
          for (int j = random.nextInt(3); j >= 0; j--) {
            events.add(new AnswerEvent.TextDelta(choice, block, chat.text()));
          }
          chat.annotations()
              .forEach(a -> {
                Citation citation = ChatCitations.read(a);
                events.add(new AnswerEvent.Cited(choice, blockOf(events), citation));
              });
          if (random.nextInt(3) == 0) {
            events.add(new AnswerEvent.Logprobs(choice, logprobs()));
          }
        }
        case 1 -> {
          events.add(opened(choice, block, new BlockKind.Reasoning(null, ChatClient.NAME)));
          for (int j = random.nextInt(3); j >= 0; j--) {
            events.add(new AnswerEvent.ReasoningDelta(choice, block, chat.text()));
          }
          if (random.nextInt(3) == 0) {
            events.add(
                new AnswerEvent.Signature(choice, block, "[{\"type\":\"x\",\"data\":\"d\"}]"));
          }
        }
        case 2 -> {
          refused = true;
          events.add(opened(choice, block, new BlockKind.Refusal()));
          events.add(new AnswerEvent.RefusalDelta(choice, block, chat.text()));
        }
        case 3 -> {
          ObjectNode audio = JsonNodeFactory.instance.objectNode().put("data", "QUJD");
          events.add(
              opened(
                  choice,
                  block,
                  new BlockKind.Opaque(
                      new io.tollgate.adapters.conversation.Part.Opaque(
                          ChatClient.NAME, "audio", audio))));
        }
        default -> {
          called = true;
          block = streamedCalls(choice, block, events);
        }
      }
      if (kind < 4) {
        events.add(new AnswerEvent.BlockClosed(choice, block));
        block++;
      }
    }
    Finish end = called ? Finish.TOOL_CALLS : refused ? Finish.REFUSAL : Finish.STOP;
    events.add(
        new AnswerEvent.Finished(choice, random.nextInt(4) == 0 ? Finish.LENGTH : end, null, null));
    return events;
  }

  private static int blockOf(List<AnswerEvent> events) {
    return events.getLast() instanceof AnswerEvent.TextDelta delta ? delta.block() : 0;
  }

  private static AnswerEvent opened(int choice, int block, BlockKind kind) {
    return new AnswerEvent.BlockOpened(choice, block, kind);
  }

  /** Calls whose arguments come in turns. */
  private int streamedCalls(int choice, int block, List<AnswerEvent> events) {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      boolean custom = customTools && random.nextInt(4) == 0;
      events.add(
          opened(choice, block + i, new BlockKind.ToolCall("call_" + calls++, "f" + i, custom)));
      events.add(new AnswerEvent.ArgumentsDelta(choice, block + i, "{\"a\":"));
    }
    for (int i = 0; i < count; i++) {
      events.add(new AnswerEvent.ArgumentsDelta(choice, block + i, chat.value() + "}"));
    }
    for (int i = 0; i < count; i++) {
      events.add(new AnswerEvent.BlockClosed(choice, block + i));
    }
    return block + count;
  }
}
