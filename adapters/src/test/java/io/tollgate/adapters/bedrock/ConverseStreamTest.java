package io.tollgate.adapters.bedrock;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.Decoding;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConverseStreamTest {

  private static final long SEED = 20_261_121;
  private static final BedrockProvider BEDROCK =
      new BedrockProvider(Set.of(), BedrockProvider.ENDPOINTS);

  private static Framed begun() {
    return new Framed()
        .event("messageStart", "{'role':'assistant','p':'abc'}")
        .event(
            "contentBlockDelta",
            "{'contentBlockIndex':0,'delta':{'reasoningContent':{'text':'Hm é'}}}")
        .event(
            "contentBlockDelta",
            "{'contentBlockIndex':0,'delta':{'reasoningContent':{'signature':'c2ln'}}}")
        .event("contentBlockStop", "{'contentBlockIndex':0}")
        .event(
            "contentBlockDelta",
            "{'contentBlockIndex':1,'delta':{'reasoningContent':{'redactedContent':'aGlk'}}}")
        .event("contentBlockStop", "{'contentBlockIndex':1}")
        .event("contentBlockDelta", "{'contentBlockIndex':2,'delta':{'text':'Well'}}")
        .event("contentBlockStop", "{'contentBlockIndex':2}")
        .event(
            "contentBlockStart",
            "{'contentBlockIndex':3,'start':{'toolUse':{'toolUseId':'t1','name':'f'}}}")
        .event("contentBlockDelta", "{'contentBlockIndex':3,'delta':{'toolUse':{'input':''}}}")
        .event(
            "contentBlockDelta",
            "{'contentBlockIndex':3,'delta':{'toolUse':{'input':'{\\u0022a\\u0022:'}}}")
        .event("contentBlockDelta", "{'contentBlockIndex':3,'delta':{'toolUse':{'input':'1}'}}}")
        .event("contentBlockStop", "{'contentBlockIndex':3}")
        .event(
            "contentBlockStart",
            "{'contentBlockIndex':4,'start':{'toolUse':{'toolUseId':'t2','name':'g'}}}")
        .event("contentBlockStop", "{'contentBlockIndex':4}");
  }

  private static Framed ended(Framed framed) {
    return framed
        .event("messageStop", "{'stopReason':'tool_use'}")
        .event(
            "metadata",
            "{'usage':{'inputTokens':10,'outputTokens':20,'totalTokens':60,'cacheReadInputTokens':5,"
                + "'cacheWriteInputTokens':25,'cacheDetails':[{'ttl':'1h','inputTokens':20},"
                + "{'ttl':'5m','inputTokens':5}]},'metrics':{'latencyMs':5},"
                + "'serviceTier':{'type':'priority'}}");
  }

  private static List<AnswerEvent> read(byte[] stream) {
    return Decoding.whole(BEDROCK, stream);
  }

  @Test
  void a_stream_with_thoughts_text_and_calls_is_read_to_its_end() {
    assertThat(read(ended(begun()).bytes()))
        .containsExactly(
            new AnswerEvent.Started(null, null),
            new AnswerEvent.BlockOpened(0, 0, new BlockKind.Reasoning(null, "bedrock")),
            new AnswerEvent.ReasoningDelta(0, 0, "Hm é"),
            new AnswerEvent.Signature(0, 0, "c2ln"),
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.BlockOpened(
                0, 1, new BlockKind.RedactedReasoning("aGlk", null, "bedrock")),
            new AnswerEvent.BlockClosed(0, 1),
            new AnswerEvent.BlockOpened(0, 2, new BlockKind.Text()),
            new AnswerEvent.TextDelta(0, 2, "Well"),
            new AnswerEvent.BlockClosed(0, 2),
            new AnswerEvent.BlockOpened(0, 3, new BlockKind.ToolCall("t1", "f", false)),
            new AnswerEvent.ArgumentsDelta(0, 3, "{\"a\":"),
            new AnswerEvent.ArgumentsDelta(0, 3, "1}"),
            new AnswerEvent.BlockClosed(0, 3),
            new AnswerEvent.BlockOpened(0, 4, new BlockKind.ToolCall("t2", "g", false)),
            new AnswerEvent.ArgumentsDelta(0, 4, "{}"),
            new AnswerEvent.BlockClosed(0, 4),
            new AnswerEvent.Metered(
                new ReportedUsage(
                    new Usage(10, 5, 5, 20, 0, 0, 20, 0, 0),
                    UsageQuality.PROVIDER_REPORTED,
                    List.of()),
                "priority"),
            new AnswerEvent.Finished(0, Finish.TOOL_CALLS, null, null),
            new AnswerEvent.Ended());
  }

  @Test
  void every_chunking_gives_the_same_events() {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] stream = ended(begun()).bytes();
    List<AnswerEvent> expected = read(stream);
    for (int round = 0; round < 300; round++) {
      assertThat(Decoding.chunked(BEDROCK, stream, random, 1 + 3 * round))
          .as("round %s of seed %s", round, SEED)
          .isEqualTo(expected);
    }
  }

  @Test
  void an_answer_is_whole_only_with_its_stop_its_metadata_and_the_end_between_two_messages() {
    byte[] stopped = begun().event("messageStop", "{'stopReason':'tool_use'}").bytes();
    assertThat(read(stopped)).noneMatch(event -> event instanceof AnswerEvent.Ended);
    byte[] metered = begun().event("metadata", "{'usage':{}}").bytes();
    assertThat(read(metered)).noneMatch(event -> event instanceof AnswerEvent.Ended);
    byte[] whole = ended(begun()).bytes();
    assertThat(read(Arrays.copyOf(whole, whole.length + 4)))
        .noneMatch(event -> event instanceof AnswerEvent.Ended);
    List<AnswerEvent> open = new ArrayList<>();
    StreamDecoder decoder = BEDROCK.decoder(1, 10_000);
    decoder.feed(whole, 0, whole.length, open::add);
    assertThat(open).noneMatch(event -> event instanceof AnswerEvent.Ended);
    decoder.end(open::add);
    assertThat(open).endsWith(new AnswerEvent.Ended());
  }

  @Test
  void an_exception_fails_the_answer_even_after_its_stop() {
    Framed stopped = begun().event("messageStop", "{'stopReason':'end_turn'}");
    assertThat(read(stopped.exception("throttlingException", "{'message':'Too many'}").bytes()))
        .endsWith(
            new AnswerEvent.Failed(
                new ProviderError("Too many", "ThrottlingException", null, null)));
    byte[] error =
        begun()
            .message(
                new String[] {
                  ":message-type", "error", ":error-code", "Internal", ":error-message", "oops"
                },
                "")
            .bytes();
    assertThat(read(error))
        .endsWith(new AnswerEvent.Failed(new ProviderError("oops", "Internal", null, null)));
  }

  @Test
  void any_flipped_byte_is_found() {
    byte[] stream = ended(begun()).bytes();
    for (int i = 0; i < stream.length; i++) {
      byte[] broken = stream.clone();
      broken[i] ^= 0x10;
      assertThat(read(broken)).as("byte %s", i).last().isInstanceOf(AnswerEvent.Malformed.class);
    }
  }

  @Test
  void what_is_no_answer_of_converse_is_malformed() {
    assertThat(read("<html>not found</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .containsExactly(new AnswerEvent.Malformed("the checksum of a message's length is wrong"));
    assertThat(read(begun().event("contentBlockDelta", "[]").bytes()))
        .endsWith(new AnswerEvent.Malformed("an event is not one JSON object"));
    assertThat(
            read(
                new Framed()
                    .event("contentBlockDelta", "{'delta':{'toolUse':{'input':'{}'}}}")
                    .bytes()))
        .endsWith(new AnswerEvent.Malformed("arguments come without their call"));
    assertThat(read(new Framed().message(new String[] {}, "{}").bytes()))
        .endsWith(new AnswerEvent.Malformed("a message is neither an event nor an error"));
    assertThat(read(new Framed().message(new byte[] {3, 'a'}, new byte[0]).bytes()))
        .endsWith(new AnswerEvent.Malformed("a header of a message cannot be read"));
    assertThat(read(new Framed().message(new byte[] {1, 'a', 77}, new byte[0]).bytes()))
        .endsWith(new AnswerEvent.Malformed("a header of a message cannot be read"));
  }

  @Test
  void headers_of_every_type_are_skipped() {
    byte[] headers = {
      1, 'a', 0, 1, 'b', 1, 1, 'c', 2, 9, 1, 'd', 3, 0, 1, 1, 'e', 4, 0, 0, 0, 1, 1, 'f', 5, 0, 0,
      0, 0, 0, 0, 0, 1, 1, 'g', 6, 0, 1, 5, 1, 'h', 8, 0, 0, 0, 0, 0, 0, 0, 1, 1, 'i', 9, 0, 0, 0,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 'j', 7, 0, 0
    };
    assertThat(read(new Framed().message(headers, new byte[0]).bytes()))
        .endsWith(new AnswerEvent.Malformed("a message is neither an event nor an error"));
  }

  @Test
  void a_message_above_the_limit_is_oversized_wherever_it_is_cut() {
    byte[] stream =
        new Framed()
            .event("contentBlockDelta", "{'delta':{'text':'" + "a".repeat(99) + "'}}")
            .bytes();
    for (int size = 1; size <= stream.length; size++) {
      List<AnswerEvent> events = new ArrayList<>();
      StreamDecoder decoder = BEDROCK.decoder(1, stream.length - 1);
      for (int at = 0; at < stream.length; at += size) {
        decoder.feed(stream, at, Math.min(size, stream.length - at), events::add);
      }
      decoder.end(events::add);
      assertThat(events).containsExactly(new AnswerEvent.Oversized());
    }
  }

  @Test
  void any_bytes_are_read_without_an_exception() {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] stream = ended(begun()).bytes();
    int malformed = 0;
    for (int round = 0; round < 3_000; round++) {
      byte[] broken = stream.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      List<AnswerEvent> events = Decoding.chunked(BEDROCK, broken, random, 400);
      malformed += events.getLast() instanceof AnswerEvent.Malformed ? 1 : 0;
      // A message whose sums hold may say anything at all.
      String[] pieces = {
        "{", "}", "'delta':", "'text':", "[", "1", "null", "'toolUse':", "'a'", ","
      };
      StringBuilder json = new StringBuilder("{'contentBlockIndex':1,'delta':{");
      for (int i = 0; i < 6; i++) {
        json.append(pieces[random.nextInt(pieces.length)]);
      }
      String[] types = {"contentBlockStart", "contentBlockDelta", "messageStop", "metadata", "x"};
      read(new Framed().event(types[random.nextInt(types.length)], json + "}}").bytes());
    }
    assertThat(malformed).as("seed %s", SEED).isGreaterThan(2_900);
  }

  @Test
  void citations_and_blocks_that_only_bedrock_has_are_handed_on() {
    byte[] stream =
        new Framed()
            .event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'Rain'}}")
            .event(
                "contentBlockDelta",
                "{'contentBlockIndex':0,'delta':{'citation':{'title':'T','sourceContent':"
                    + "[{'text':'it rains'}],'location':{'web':{'url':'https://example.org'}}}}}")
            .event(
                "contentBlockStart",
                "{'contentBlockIndex':1,'start':{'toolUse':{'toolUseId':'s','name':'nova_grounding',"
                    + "'type':'server_tool_use'}}}")
            .event(
                "contentBlockDelta", "{'contentBlockIndex':1,'delta':{'toolUse':{'input':'{}'}}}")
            .event("contentBlockStop", "{'contentBlockIndex':1}")
            .bytes();
    List<AnswerEvent> events = read(stream);
    assertThat(events.get(3))
        .isInstanceOfSatisfying(
            AnswerEvent.Cited.class,
            cited -> {
              assertThat(requireNonNull(cited.citation().url())).isEqualTo("https://example.org");
              assertThat(cited.citation().citedText()).isEqualTo("it rains");
            });
    assertThat(events.get(5))
        .isInstanceOfSatisfying(
            AnswerEvent.BlockOpened.class,
            opened -> assertThat(opened.kind()).isInstanceOf(BlockKind.Opaque.class));
    assertThat(events).noneMatch(event -> event instanceof AnswerEvent.ArgumentsDelta);
  }
}
