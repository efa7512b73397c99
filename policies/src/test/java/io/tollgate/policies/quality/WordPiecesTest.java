package io.tollgate.policies.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordPiecesTest {

  private static final List<String> VOCABULARY =
      List.of(
          "[UNK]", "the", "token", "##ize", "##r", "##s", "un", "##aff", "##able", "cafe", "x", "1",
          "##2", "##3", ".", ",", "!", "'", "s", "=", "##x", "\u4E2D", "\u6587", "-", "##", "a");

  /** What BERT's uncased tokenizer makes of the texts with this vocabulary. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          the token          | the token
          TOKENIZERS         | token ##ize ##r ##s
          unaffable          | un ##aff ##able
          the,token.         | the , token .
          Caf\u00E9          | cafe
          cafe\u0301         | cafe
          token's            | token ' s
          x=123              | x = 1 ##2 ##3
          xx x               | x ##x x
          \u4E2D\u6587       | \u4E2D \u6587
          unknown the        | [UNK] the
          a--a!              | a - - a !
          tokenz             | [UNK]
          """)
  void splits_as_bert_does(String text, String pieces) {
    List<String> split = new ArrayList<>();
    new WordPieces(VOCABULARY).split(text, piece -> split.add(VOCABULARY.get(piece)));
    assertThat(String.join(" ", split)).isEqualTo(pieces);
  }
}
