package io.tollgate.adapters.verify;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.FailFastAssertionException;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;

/**
 * Holds JSON against JSON schemas of clients, which may be anything: nothing is ever fetched, and
 * size, depth, steps and patterns are bounded. What passes a bound is not said to differ.
 */
final class JsonSchemas {

  /** Whether a value is as its schema wants it. */
  enum Result {
    FITS,
    DIFFERS,
    /** The schema is none, refers to another document, or takes too long. */
    UNKNOWN
  }

  private static final int SCHEMA_NODES_MAX = 5_000;
  private static final int VALUE_NODES_MAX = 100_000;
  private static final int DEPTH_MAX = 100;

  /** Steps through keywords of a schema; an ordinary answer takes some hundred. */
  private static final long STEPS_MAX = 200_000;

  private static final ExecutionConfig BOUNDS =
      ExecutionConfig.builder()
          .failFast(true)
          .formatAssertionsEnabled(false)
          .maxEvaluationSteps(STEPS_MAX)
          .maxEvaluationDepth(2 * DEPTH_MAX)
          .build();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry
                  .schemaCacheEnabled(false)
                  .schemaLoader(loader -> loader.fetchRemoteResources(false).block(any -> true))
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .preloadSchema(false)
                          .formatAssertionsEnabled(false)
                          .regularExpressionFactory(BoundedPattern::of)
                          .build()));

  /** What schemas have to be like themselves; read from the library, never from elsewhere. */
  private static final SchemaRegistry META =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry -> registry.schemaLoader(loader -> loader.fetchRemoteResources(false)));

  private JsonSchemas() {}

  /** Whether a value fits a schema. */
  static Result check(JsonNode schema, JsonNode value) {
    if (!JsonBounds.holds(schema, SCHEMA_NODES_MAX, DEPTH_MAX)
        || !JsonBounds.holds(value, VALUE_NODES_MAX, DEPTH_MAX)) {
      return Result.UNKNOWN;
    }
    try {
      // A schema that is none may well be what a value differs from.
      return fits(REGISTRY.getSchema(schema), value)
          ? Result.FITS
          : fits(metaSchema(schema), schema) ? Result.DIFFERS : Result.UNKNOWN;
    } catch (RuntimeException | StackOverflowError e) {
      // Whatever is wrong with the schema, it is not the answer's fault.
      return Result.UNKNOWN;
    }
  }

  private static boolean fits(Schema schema, JsonNode value) {
    try {
      return schema.validate(value, context -> context.setExecutionConfig(BOUNDS)).isEmpty();
    } catch (FailFastAssertionException e) {
      return false;
    }
  }

  private static Schema metaSchema(JsonNode schema) {
    SpecificationVersion version =
        SpecificationVersion.fromSchemaNode(schema).orElse(SpecificationVersion.DRAFT_2020_12);
    return META.getSchema(SchemaLocation.of(version.getDialectId()));
  }
}
