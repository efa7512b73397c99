package io.tollgate.gateway.focus;

import io.tollgate.gateway.focus.Column.Count;
import io.tollgate.gateway.focus.Column.Decimal;
import io.tollgate.gateway.focus.Column.Flag;
import io.tollgate.gateway.focus.Column.Json;
import io.tollgate.gateway.focus.Column.Moment;
import io.tollgate.gateway.focus.Column.Text;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The specification's metadata of a schema: which columns a data set has and what is in them.
 *
 * <p>The identifier of a schema is made of its columns, so that it changes when they do and not
 * otherwise.
 */
final class SchemaMetadata {

  private static final String GENERATOR = "Tollgate";

  /** Digits of a 64-bit number. */
  private static final int COUNT_PRECISION = 19;

  private SchemaMetadata() {}

  /** The metadata of a data set as a JSON object. */
  static <R> ObjectNode of(
      String dataset, FocusVersion version, Instant created, List<Column<R>> columns) {
    ObjectNode schema = JsonMapper.shared().createObjectNode();
    schema.put("SchemaId", id(dataset, version, columns).toString());
    schema.put("DatasetName", dataset);
    schema.put("FocusVersion", version.number());
    schema.put("CreationDate", created.toString());
    schema.put("DataGenerator", GENERATOR);
    ArrayNode definitions = schema.putArray("ColumnDefinition");
    columns.forEach(column -> define(definitions.addObject(), column));
    return schema;
  }

  private static <R> UUID id(String dataset, FocusVersion version, List<Column<R>> columns) {
    String names =
        columns.stream()
            .map(column -> column.name() + " " + dataType(column))
            .collect(Collectors.joining("\n", dataset + " " + version.number() + "\n", ""));
    return UUID.nameUUIDFromBytes(names.getBytes(StandardCharsets.UTF_8));
  }

  private static <R> void define(ObjectNode definition, Column<R> column) {
    definition.put("ColumnName", column.name());
    definition.put("DataType", dataType(column));
    switch (column) {
      case Decimal<R> decimal -> {
        definition.put("NumericPrecision", Column.PRECISION);
        definition.put("NumberScale", decimal.scale());
      }
      case Count<R> _ -> {
        definition.put("NumericPrecision", COUNT_PRECISION);
        definition.put("NumberScale", 0);
      }
      case Text<R> _ -> definition.put("StringEncoding", "UTF-8");
      case Json<R> _ -> definition.put("StringEncoding", "UTF-8");
      case Moment<R> _ -> {}
      case Flag<R> _ -> {}
    }
    if (column.name().equals("Tags")) {
      // All tags are the users' own.
      definition.putArray("ProviderTagPrefixes");
    }
  }

  private static <R> String dataType(Column<R> column) {
    return switch (column) {
      case Text<R> _ -> "String";
      case Json<R> _ -> "JSON";
      case Decimal<R> _ -> "Decimal";
      case Moment<R> _ -> "Date/Time";
      case Count<R> _ -> "Integer";
      case Flag<R> _ -> "Boolean";
    };
  }
}
