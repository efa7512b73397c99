package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is said in this dialect is said again in it, member by member. */
class ChatRoundTripTest {

  private static final long SEED = 20_261_121;
  private static final ChatProvider PROVIDER = ChatProvider.of(UsageRule.OPENAI);
  private static final String REQUEST = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}";
  private static final ReportedUsage USAGE =
      new ReportedUsage(
          new Usage(5, 3, 0, 0, 0, 0, 7, 2, 0), UsageQuality.PROVIDER_REPORTED, List.of());

  @Test
  void a_request_that_becomes_a_conversation_becomes_the_same_request() throws MalformedRequest {
    SplittableRandom seeds = new SplittableRandom(SEED);
    for (int round = 0; round < 1_000; round++) {
      long seed = seeds.nextLong();
      byte[] body = JsonDocument.write(new RandomChat(new SplittableRandom(seed)).request());
      JsonNode said = JsonDocument.read(body, 0, body.length);
      Losses losses = new Losses();

      ChatRequest request = ChatRequest.read(body);
      byte[] again =
          ChatConversationWriter.write(
              request.conversation(), request.profile().model(), Set.of(), losses);

      assertThat(JsonDocument.read(again, 0, again.length)).as("seed %s", seed).isEqualTo(said);
      assertThat(losses.all()).as("seed %s", seed).isEmpty();
    }
  }

  @Test
  void an_answer_that_becomes_a_completion_becomes_the_same_answer() throws MalformedRequest {
    ChatRequest request = ChatRequest.read(REQUEST.getBytes(UTF_8));
    SplittableRandom seeds = new SplittableRandom(SEED + 1);
    for (int round = 0; round < 1_000; round++) {
      long seed = seeds.nextLong();
      byte[] body =
          JsonDocument.write(new RandomAnswer(new SplittableRandom(seed), true).whole("x"));
      JsonNode said = JsonDocument.read(body, 0, body.length);

      CompletionReading reading = PROVIDER.read(body, 0, body.length);
      assertThat(reading).as("seed %s", seed).isInstanceOf(Completion.class);
      byte[] again = request.answer((Completion) reading, "x", null);

      assertThat(JsonDocument.read(again, 0, again.length)).as("seed %s", seed).isEqualTo(said);
    }
  }

  @Test
  void a_stream_that_is_written_is_read_as_the_same_events_however_it_is_cut() {
    SplittableRandom seeds = new SplittableRandom(SEED + 2);
    for (int round = 0; round < 1_000; round++) {
      long seed = seeds.nextLong();
      SplittableRandom random = new SplittableRandom(seed);
      List<AnswerEvent> said = new RandomAnswer(random, true).streamed();
      ChatEncoder encoder = new ChatEncoder("x", 7, "m", true, false);
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      said.forEach(event -> stream.writeBytes(encoder.encode(event)));
      stream.writeBytes(encoder.closing(USAGE, "default", null));
      said.add(new AnswerEvent.Metered(USAGE, "default"));
      said.add(new AnswerEvent.Ended());

      assertThat(byChoice(decode(stream.toByteArray(), random)))
          .as("seed %s", seed)
          .hasToString(byChoice(said).toString()); // a number may be another kind of node
    }
  }

  /** The events of each choice in their order; how choices are mixed says nothing. */
  private static Map<Integer, List<AnswerEvent>> byChoice(List<AnswerEvent> events) {
    Map<Integer, List<AnswerEvent>> byChoice = new TreeMap<>();
    for (AnswerEvent event : events) {
      byChoice.computeIfAbsent(choice(event), c -> new ArrayList<>()).add(event);
    }
    return byChoice;
  }

  private static int choice(AnswerEvent event) {
    return switch (event) {
      case AnswerEvent.BlockOpened e -> e.choice();
      case AnswerEvent.TextDelta e -> e.choice();
      case AnswerEvent.ReasoningDelta e -> e.choice();
      case AnswerEvent.Signature e -> e.choice();
      case AnswerEvent.ArgumentsDelta e -> e.choice();
      case AnswerEvent.RefusalDelta e -> e.choice();
      case AnswerEvent.Cited e -> e.choice();
      case AnswerEvent.Logprobs e -> e.choice();
      case AnswerEvent.BlockClosed e -> e.choice();
      case AnswerEvent.Finished e -> e.choice();
      case AnswerEvent.Started _,
          AnswerEvent.Metered _,
          AnswerEvent.Ping _,
          AnswerEvent.Ended _,
          AnswerEvent.Failed _,
          AnswerEvent.Malformed _,
          AnswerEvent.Oversized _ ->
          -1;
    };
  }

  private static List<AnswerEvent> decode(byte[] bytes, SplittableRandom random) {
    StreamDecoder decoder = PROVIDER.decoder(1, 100_000);
    List<AnswerEvent> events = new ArrayList<>();
    int largest = 1 + random.nextInt(300);
    for (int from = 0; from < bytes.length; ) {
      int length = Math.min(bytes.length - from, 1 + random.nextInt(largest));
      decoder.feed(bytes, from, length, events::add);
      from += length;
    }
    decoder.end(events::add);
    return events;
  }
}
