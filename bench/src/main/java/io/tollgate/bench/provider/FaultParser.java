package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Fault.Break;
import io.tollgate.bench.provider.Fault.BreakAfter;
import io.tollgate.bench.provider.Fault.NoAnswer;
import io.tollgate.bench.provider.Fault.UsageLie;
import java.time.Duration;

/** Reads the text of a fault directive, such as {@code cut-after=3}. */
final class FaultParser {

  private FaultParser() {}

  /**
   * The fault a directive names.
   *
   * @throws IllegalArgumentException if there is no such fault or its argument is wrong
   */
  static Fault parse(String directive) {
    int equals = directive.indexOf('=');
    String kind = equals < 0 ? directive : directive.substring(0, equals);
    String argument = equals < 0 ? "" : directive.substring(equals + 1);
    return switch (kind) {
      case "status" -> status(argument);
      case "reset-before-headers" -> NoAnswer.RESET_BEFORE_HEADERS;
      case "reset-after-headers" -> NoAnswer.RESET_AFTER_HEADERS;
      case "stall-before-headers" -> NoAnswer.STALL_BEFORE_HEADERS;
      case "html-200" -> NoAnswer.HTML_200;
      case "empty-200" -> NoAnswer.EMPTY_200;
      case "redirect" -> NoAnswer.REDIRECT;
      case "cut-after" -> new BreakAfter(Break.RESET, Integer.parseInt(argument));
      case "close-after" -> new BreakAfter(Break.CLOSE, Integer.parseInt(argument));
      case "eof-after" -> new BreakAfter(Break.END, Integer.parseInt(argument));
      case "stall-after" -> new BreakAfter(Break.STALL, Integer.parseInt(argument));
      case "slow" -> new Fault.Slow(Duration.ofMillis(Long.parseLong(argument)));
      case "malformed-event" -> new Fault.Malformed(Integer.parseInt(argument));
      case "bad-utf8" -> new Fault.BadUtf8();
      case "huge-event" -> new Fault.HugeEvent(Long.parseLong(argument));
      case "no-usage" -> UsageLie.MISSING;
      case "usage" -> usage(argument);
      default -> throw new IllegalArgumentException("unknown fault: " + directive);
    };
  }

  private static Fault status(String argument) {
    String[] parts = argument.split(";", 2);
    String[] code = parts[0].split("-", 2);
    int status = Integer.parseInt(code[0]);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status: " + status + " (expected: 400 to 599)");
    }
    boolean quota = code.length == 2 && code[1].equals("quota");
    int retryAfterSeconds = status == 429 && !quota ? 1 : 0;
    if (parts.length == 2) {
      String header = "retry-after=";
      if (!parts[1].startsWith(header)) {
        throw new IllegalArgumentException(parts[1] + " (expected: retry-after=SECONDS)");
      }
      retryAfterSeconds = Integer.parseInt(parts[1].substring(header.length()));
    }
    return new Fault.Status(status, quota, retryAfterSeconds);
  }

  private static Fault usage(String argument) {
    return switch (argument) {
      case "negative" -> UsageLie.NEGATIVE;
      case "huge" -> UsageLie.HUGE;
      case "string" -> UsageLie.STRING;
      case "float" -> UsageLie.FLOAT;
      case "null" -> UsageLie.NULL;
      default -> throw new IllegalArgumentException("unknown usage fault: " + argument);
    };
  }
}
