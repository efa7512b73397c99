package io.tollgate.adapters.openai.responses;

import static io.tollgate.adapters.openai.responses.Responses.USAGE;
import static io.tollgate.adapters.openai.responses.Responses.decoded;
import static io.tollgate.adapters.openai.responses.Responses.encoded;
import static io.tollgate.adapters.openai.responses.Responses.request;
import static io.tollgate.adapters.openai.responses.Responses.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.profile.MalformedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** There and back again: everything the dialect can say is said the same. */
class RoundTripTest {

  private static final long SEED = 20_261_124;

  @Test
  void a_request_becomes_a_conversation_and_itself_again() throws MalformedRequest {
    for (int round = 0; round < 1_000; round++) {
      JsonNode request = new RandomRequest(new SplittableRandom(SEED + round)).next();
      byte[] body = JsonDocument.write(request);
      request = JsonDocument.read(body, 0, body.length);
      Conversation said =
          new ResponsesClient().read(RequestHead.NONE, body, 0, body.length).conversation();
      Losses losses = new Losses();
      assertThat(written(said, losses)).as("seed %s", SEED + round).isEqualTo(request);
      assertThat(losses.all()).as("seed %s", SEED + round).isEmpty();
    }
  }

  @Test
  void a_plain_answer_becomes_a_completion_and_itself_again() throws MalformedRequest {
    ResponsesRequest request = request("{'model':'m','include':['reasoning.encrypted_content']}");
    for (int round = 0; round < 1_000; round++) {
      List<Part> parts = new RandomAnswer(new SplittableRandom(SEED + round)).parts();
      Completion completion = completion(parts);
      byte[] body = request.answer(completion, "1", null);
      assertThat(Responses.PROVIDER.read(body, 0, body.length))
          .as("seed %s", SEED + round)
          .isEqualTo(new Completion("resp_1", "m", 7, completion.choices(), USAGE, "default"));
    }
  }

  private static Completion completion(List<Part> parts) {
    Completion.Choice choice = new Completion.Choice(0, parts, finish(parts), null, null, null);
    return new Completion("up", "m", 7, List.of(choice), USAGE, "default");
  }

  private static Finish finish(List<Part> parts) {
    if (parts.stream().anyMatch(Part.ToolCall.class::isInstance)) {
      return Finish.TOOL_CALLS;
    }
    return parts.stream().anyMatch(Part.Refusal.class::isInstance) ? Finish.REFUSAL : Finish.STOP;
  }

  @Test
  void a_streamed_answer_is_the_same_events_however_it_is_cut() throws MalformedRequest {
    ResponsesRequest request = request("{'model':'m'}");
    for (int round = 0; round < 300; round++) {
      SplittableRandom random = new SplittableRandom(SEED + round);
      List<Part> parts = new RandomAnswer(random).parts();
      List<AnswerEvent> events = new ArrayList<>();
      events.add(new AnswerEvent.Started("resp_1", "m"));
      PartEvents.of(parts, 0, events::add);
      events.add(new AnswerEvent.Finished(0, finish(parts), null, null));
      byte[] stream = encoded(request.encoder("1", 7), events, null);
      events.add(new AnswerEvent.Metered(USAGE, "default"));
      events.add(new AnswerEvent.Ended());
      assertThat(decoded(stream, random)).as("seed %s", SEED + round).isEqualTo(events);
    }
  }
}
