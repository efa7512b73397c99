package io.tollgate.adapters.verify;

import static io.tollgate.adapters.verify.JsonSchemas.Result.DIFFERS;
import static io.tollgate.adapters.verify.JsonSchemas.Result.FITS;
import static io.tollgate.adapters.verify.JsonSchemas.Result.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.json.JsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schemas come from clients and values from models: neither may take long, or reach out. */
@Timeout(60)
class JsonSchemasTest {

  private static JsonSchemas.Result check(String schema, String value) {
    return JsonSchemas.check(JsonDocument.read(schema), JsonDocument.read(value));
  }

  @Test
  void references_within_the_schema_are_followed() {
    String tree =
        "{\"$defs\":{\"node\":{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"integer\"},"
            + "\"next\":{\"$ref\":\"#/$defs/node\"}},\"required\":[\"v\"]}},"
            + "\"$ref\":\"#/$defs/node\"}";
    assertThat(check(tree, "{\"v\":1,\"next\":{\"v\":2,\"next\":{\"v\":3}}}")).isEqualTo(FITS);
    assertThat(check(tree, "{\"v\":1,\"next\":{\"v\":2,\"next\":{}}}")).isEqualTo(DIFFERS);
  }

  @Test
  void the_usual_drafts_are_known() {
    for (String draft :
        new String[] {
          "http://json-schema.org/draft-07/schema#",
          "https://json-schema.org/draft/2019-09/schema",
          "https://json-schema.org/draft/2020-12/schema"
        }) {
      String schema = "{\"$schema\":\"" + draft + "\",\"type\":\"integer\"}";
      assertThat(check(schema, "1")).as(draft).isEqualTo(FITS);
      assertThat(check(schema, "\"1\"")).as(draft).isEqualTo(DIFFERS);
    }
  }

  @Test
  void a_pattern_that_backtracks_without_end_is_given_up() {
    // Java's matcher remembers where it has failed, except where a group is referred to.
    String schema = "{\"pattern\":\"^((a+)+)\\\\2?b$\"}";
    assertThat(check(schema, "\"aaab\"")).isEqualTo(FITS);
    assertThat(check(schema, "\"" + "a".repeat(60) + "!\"")).isEqualTo(UNKNOWN);
    String nested = "{\"pattern\":\"^(a|b|ab)*c$\"}";
    assertThat(check(nested, "\"" + "ab".repeat(50_000) + "\"")).isNotEqualTo(FITS);
  }

  @Test
  void a_schema_that_branches_without_end_is_given_up() {
    StringBuilder schema = new StringBuilder("{\"$defs\":{\"d0\":{\"type\":\"integer\"}");
    for (int i = 1; i <= 40; i++) {
      String next = "{\"$ref\":\"#/$defs/d" + (i - 1) + "\"}";
      schema
          .append(",\"d")
          .append(i)
          .append("\":{\"allOf\":[")
          .append(next)
          .append(',')
          .append(next)
          .append("]}");
    }
    schema.append("},\"$ref\":\"#/$defs/d40\"}");
    assertThat(check(schema.toString(), "1")).isEqualTo(UNKNOWN);
  }

  @Test
  void a_schema_that_refers_to_itself_is_given_up() {
    assertThat(check("{\"$ref\":\"#\"}", "1")).isEqualTo(UNKNOWN);
    assertThat(check("{\"allOf\":[{\"$ref\":\"#\"}]}", "1")).isEqualTo(UNKNOWN);
  }

  @Test
  void what_is_too_deep_or_too_large_is_not_looked_at() {
    String deep = "[".repeat(200) + "]".repeat(200);
    assertThat(check("{}", deep)).isEqualTo(UNKNOWN);
    assertThat(check("{\"enum\":" + deep + "}", "1")).isEqualTo(UNKNOWN);
    String wide = "[" + "1,".repeat(200_000) + "1]";
    assertThat(check("{\"type\":\"array\"}", wide)).isEqualTo(UNKNOWN);
  }

  @Test
  void numbers_that_cannot_be_written_out_are_not_computed_with() {
    for (String number : new String[] {"1e999999999", "1e-999999999", "-1e2000000000"}) {
      assertThat(check("{\"type\":\"integer\",\"multipleOf\":3}", number)).isEqualTo(UNKNOWN);
      assertThat(check("{\"multipleOf\":" + number + "}", "7")).isEqualTo(UNKNOWN);
    }
    assertThat(check("{\"multipleOf\":0.1}", "4.3")).isEqualTo(FITS);
  }

  @Test
  void booleans_are_schemas_too() {
    assertThat(check("true", "{}")).isEqualTo(FITS);
    assertThat(check("false", "{}")).isEqualTo(DIFFERS);
  }
}
