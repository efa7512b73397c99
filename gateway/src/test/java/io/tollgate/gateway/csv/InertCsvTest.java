package io.tollgate.gateway.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InertCsvTest {

  private static String cell(Object value) {
    InertCsv file = new InertCsv(List.of("x"));
    file.row(value);
    return file.toString().substring("x\r\n".length()).stripTrailing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@a", "\tx", "'=1"})
  void text_that_a_spreadsheet_would_run_is_made_inert(String text) {
    assertThat(cell(text)).isEqualTo("'" + text);
  }

  @Test
  void a_carriage_return_is_quoted_and_made_inert() {
    assertThat(cell("\r=1")).isEqualTo("\"'\r=1\"");
  }

  @Test
  void numbers_stay_numbers_without_an_exponent() {
    assertThat(cell(new BigDecimal("-1E-12"))).isEqualTo("-0.000000000001");
    assertThat(cell(new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(cell(-7L)).isEqualTo("-7");
  }

  @Test
  void commas_and_quotes_are_quoted() {
    assertThat(cell("a,\"b\"")).isEqualTo("\"a,\"\"b\"\"\"");
  }
}
