package io.tollgate.policies.routing;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.tollgate.policies.yaml.YamlScalar;
import org.jspecify.annotations.Nullable;

/**
 * Compiles conditions, and reports what is wrong with one where it stands in its file.
 *
 * <p>CEL itself has no loops and no side effects; the options bound what remains. A condition costs
 * about a microsecond once it is compiled; compiling the first takes about a second.
 */
final class ConditionCompiler {

  private static final int MAX_CHARACTERS = 2_000;
  private static final int MAX_NODES = 400;
  private static final int MAX_NESTING = 40;
  private static final int MAX_ITERATIONS = 1_000;
  private static final int MAX_REGEX_PROGRAM = 500;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(MAX_CHARACTERS)
          .maxParseExpressionNodeCount(MAX_NODES)
          .maxParseRecursionDepth(MAX_NESTING)
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .maxRegexProgramSize(MAX_REGEX_PROGRAM)
          .build();

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setTypeProvider(RequestFacts.TYPES)
          .addVar(RequestFacts.REQUEST, RequestFacts.TYPE)
          .addVar(RequestFacts.HOUR_UTC, SimpleType.INT)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

  private ConditionCompiler() {}

  /** The condition, or {@code null} after its problems were reported. */
  static @Nullable Condition compile(YamlScalar scalar) {
    String text = scalar.text();
    CelValidationResult result = COMPILER.compile(text);
    try {
      if (result.hasError()) {
        for (CelIssue issue : result.getErrors()) {
          report(scalar, issue);
        }
        return null;
      }
      CelAbstractSyntaxTree tree = result.getAst();
      if (!tree.getResultType().equals(SimpleType.BOOL)) {
        scalar.problem(
            "the condition is of type " + tree.getResultType().name() + ", not true or false",
            "compare it with something, e.g. request.tools > 0");
        return null;
      }
      return new Condition(text, RUNTIME.createProgram(tree));
    } catch (CelValidationException | CelEvaluationException e) {
      scalar.problem("not valid CEL: " + e.getMessage(), "");
      return null;
    }
  }

  private static void report(YamlScalar scalar, CelIssue issue) {
    ConditionFault fault =
        ConditionFault.of(
            scalar.text(), offset(scalar.text(), issue.getSourceLocation()), issue.getMessage());
    scalar.problemAt(fault.offset(), fault.message(), fault.advice());
  }

  /** The index of a place that CEL names by line from 1 and column, in code points, from 0. */
  private static int offset(String text, CelSourceLocation location) {
    int start = 0;
    for (int line = 1; line < location.getLine(); line++) {
      start = text.indexOf('\n', start) + 1;
    }
    int column = Math.clamp(location.getColumn(), 0, text.codePointCount(start, text.length()));
    return text.offsetByCodePoints(start, column);
  }
}
