package io.tollgate.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.bridge.Bridge;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.ReasoningMemory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TranslationBenchmarkTest {

  static Stream<Arguments> pairs() {
    return Stream.of("openai-chat", "openai-responses", "anthropic", "gemini")
        .flatMap(client ->
            Stream.of(
                    "openai-chat",
                    "openai-responses",
                    "anthropic",
                    "gemini",
                    "bedrock",
                    "cohere",
                    "ollama")
                .map(provider -> Arguments.of(client, provider)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void the_sample_of_each_pair_is_answered_in_as_many_pieces_as_are_counted(
      String client, String provider) throws Exception {
    TranslationSample sample = TranslationSample.of(client, provider, TranslationBenchmark.PIECES);
    Crossing crossing =
        Bridge.cross(
            sample.client().read(sample.head(), sample.request(), 0, sample.request().length),
            List.of(sample.provider()),
            TranslationSample.MODEL,
            ReasoningMemory.NONE);
    assertThat(crossing.losses()).isEmpty();
    byte[] answer = sample.answer(crossing);

    AnswerStream stream = crossing.stream("0", 0, 1 << 20);
    AnswerStream.Sink sink =
        new AnswerStream.Sink() {
          @Override
          public void piece(AnswerStream.Kind kind, byte[] array, int offset, int length) {
            assertThat(kind).isIn(AnswerStream.Kind.PRELUDE, AnswerStream.Kind.CONTENT);
          }

          @Override
          public void complete(AnswerStream.Closing closing) {
            assertThat(closing.bytes(null).length()).isNotNegative();
          }
        };
    stream.feed(answer, 0, answer.length, sink);

    assertThat(stream.end(sink)).as("complete").isTrue();
    assertThat(stream.contentEvents()).isEqualTo(TranslationBenchmark.PIECES);
    assertThat(stream.reportedUsage()).isNotNull();
  }
}
