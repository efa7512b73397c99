package io.tollgate.bench.provider;

import io.tollgate.bench.provider.Fault.Break;
import io.tollgate.bench.provider.Fault.BreakAfter;
import io.tollgate.bench.provider.Fault.Headers;
import io.tollgate.bench.provider.Fault.NoAnswer;
import io.tollgate.bench.provider.Fault.Oddity;
import io.tollgate.bench.provider.Fault.Reason;
import io.tollgate.bench.provider.Fault.UsageLie;
import io.tollgate.bench.provider.Fault.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
      case "redirect" -> redirect(argument);
      case "cut-after" -> new BreakAfter(Break.RESET, Integer.parseInt(argument));
      case "close-after" -> new BreakAfter(Break.CLOSE, Integer.parseInt(argument));
      case "eof-after" -> new BreakAfter(Break.END, Integer.parseInt(argument));
      case "stall-after" -> new BreakAfter(Break.STALL, Integer.parseInt(argument));
      case "slow" -> new Fault.Slow(millis(argument));
      case "drip" -> new Fault.Drip(positive(argument));
      case "no-content" -> new Fault.NoContent(millis(argument));
      case "comments" -> new Fault.Comments(positive(argument));
      case "malformed-event" -> new Fault.Malformed(positive(argument));
      case "error-event" -> errorEvent(argument);
      case "bad-utf8" -> new Fault.BadUtf8();
      case "huge-event" -> new Fault.HugeEvent(Long.parseLong(argument));
      case "line-ends" -> lineEnds(argument);
      case "bom" -> Oddity.BOM;
      case "split-utf8" -> Oddity.SPLIT_UTF8;
      case "wrong-type" -> Oddity.WRONG_TYPE;
      case "no-finish" -> Oddity.NO_FINISH;
      case "done-twice" -> Oddity.DONE_TWICE;
      case "headers" -> headers(argument);
      case "no-usage" -> UsageLie.MISSING;
      case "usage" -> usage(argument);
      default -> throw new IllegalArgumentException("unknown fault: " + directive);
    };
  }

  private static Duration millis(String argument) {
    return Duration.ofMillis(Long.parseLong(argument));
  }

  private static int positive(String argument) {
    int number = Integer.parseInt(argument);
    if (number < 1) {
      throw new IllegalArgumentException(number + " (expected: >= 1)");
    }
    return number;
  }

  private static Fault status(String argument) {
    String[] parts = argument.split(";", -1);
    String[] code = parts[0].split("-", 2);
    int status = Integer.parseInt(code[0]);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status: " + status + " (expected: 400 to 599)");
    }
    Reason reason = code.length < 2 ? Reason.USUAL : reason(code[1]);
    List<Wait> waits = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      waits.add(wait(parts[i]));
    }
    boolean rate = reason == Reason.USUAL || reason == Reason.RATE;
    if (waits.isEmpty() && status == 429 && rate) {
      waits.add(new Wait(Wait.Form.SECONDS, Duration.ofSeconds(1)));
    }
    return new Fault.Status(status, reason, waits);
  }

  private static Fault errorEvent(String argument) {
    String[] parts = argument.split(";", 2);
    int status = parts.length < 2 ? 500 : Integer.parseInt(parts[1]);
    return new Fault.ErrorEvent(positive(parts[0]), status);
  }

  private static Reason reason(String name) {
    return Reason.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static Wait wait(String header) {
    String[] parts = header.split("=", 2);
    long amount = parts.length < 2 ? -1 : Long.parseLong(parts[1]);
    return switch (parts[0]) {
      case "retry-after" -> new Wait(Wait.Form.SECONDS, Duration.ofSeconds(amount));
      case "retry-after-date" -> new Wait(Wait.Form.DATE, Duration.ofSeconds(amount));
      case "retry-after-ms" -> new Wait(Wait.Form.MILLIS, Duration.ofMillis(amount));
      default ->
          throw new IllegalArgumentException(
              header + " (expected: retry-after=, retry-after-date= or retry-after-ms=)");
    };
  }

  private static Fault redirect(String argument) {
    if (argument.isEmpty()) {
      return new Fault.Redirect(302, "http://169.254.169.254/latest/");
    }
    String[] parts = argument.split(";", 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("redirect=" + argument + " (expected: STATUS;URL)");
    }
    return new Fault.Redirect(Integer.parseInt(parts[0]), parts[1]);
  }

  private static Fault lineEnds(String argument) {
    return switch (argument) {
      case "crlf" -> Oddity.CRLF;
      case "cr" -> Oddity.CR;
      default -> throw new IllegalArgumentException("unknown line ends: " + argument);
    };
  }

  private static Fault headers(String argument) {
    return Headers.valueOf(argument.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  private static Fault usage(String argument) {
    return switch (argument) {
      case "negative" -> UsageLie.NEGATIVE;
      case "huge" -> UsageLie.HUGE;
      case "string" -> UsageLie.STRING;
      case "float" -> UsageLie.FLOAT;
      case "null" -> UsageLie.NULL;
      case "early" -> Oddity.EARLY_USAGE;
      default -> throw new IllegalArgumentException("unknown usage fault: " + argument);
    };
  }
}
