package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.money.Picodollars;
import java.util.List;

/** The sentences of decisions: figures and limits, never a text of the request. */
final class Reasons {

  private static final int PPM_DIGITS = 6;

  private Reasons() {}

  static String paused(Outlook.Forecast forecast) {
    String why =
        forecast.availability() == Outlook.Availability.THROTTLED
            ? "its provider limits its rate for "
            : "takes no requests for ";
    return why + (forecast.pauseMs() + 999) / 1000 + " s";
  }

  static String lacking(List<Capability> capabilities) {
    StringBuilder text = new StringBuilder("does not support ");
    String separator = "";
    for (Capability capability : capabilities) {
      text.append(separator).append(capability.key());
      separator = ", ";
    }
    return text.toString();
  }

  static String otherKind(Option option) {
    return option.embeds ? "makes embeddings and no answers" : "does not support embeddings";
  }

  static String contextTooSmall(long window, long input, long output) {
    return "context window of "
        + window
        + " tokens is less than "
        + input
        + " of input and "
        + output
        + " of output";
  }

  static String answersTooShort(long most, long wanted) {
    return "answers at most " + most + " tokens, and up to " + wanted + " were asked for";
  }

  static String underTheFloor(int qualityPpm, int floorPpm) {
    return "quality " + share(qualityPpm) + " is under the floor " + share(floorPpm);
  }

  static String tooSlow(long ms, String token, long limitMs) {
    return ms + " ms expected to the " + token + " token is over the limit of " + limitMs + " ms";
  }

  static String tooDear(Picodollars cost, Picodollars limit) {
    return cost + " expected is over the limit of " + limit;
  }

  /** Why the first of a ranking is first. */
  static String choice(Ranking ranking, Terms terms) {
    Appraisal first = ranking.qualified().getFirst();
    int count = ranking.qualified().size();
    StringBuilder text = new StringBuilder(96);
    if (count == 1) {
      int all = 1 + ranking.rejected().size();
      text.append(all == 1 ? "the only candidate" : "the only of " + all + " candidates that");
      text.append(all == 1 ? "" : " qualifies");
    } else {
      Merit merit = Merit.of(ranking.qualified());
      text.append(merit.praise).append(count).append(" candidates");
      if (terms.limits().minQualityPpm() > 0) {
        text.append(" over the quality floor ").append(share(terms.limits().minQualityPpm()));
      }
      text.append(merit == Merit.BEST || merit == Merit.FASTEST ? ", worth its price" : "");
    }
    return appendFigures(text, first).toString();
  }

  /** Why a deployment that the caller named is the plan. */
  static String named(Appraisal only) {
    return appendFigures(new StringBuilder("named by the caller"), only).toString();
  }

  /** Why the reference of a quality budget answers itself. */
  static String reference(Appraisal reference, boolean frozen) {
    String why =
        frozen
            ? "the reference, for the quality budget is used up"
            : "the reference, for nothing that may take its place is worth it";
    return appendFigures(new StringBuilder(why), reference).toString();
  }

  /** What is expected to be lost, and at which price. */
  static String againstReference(Appraisal reference, int lossPpm, long shadowPicoPerPpm) {
    // Millionths to points of a hundredth, with one decimal: a thousandth each.
    long tenths = Math.round(lossPpm / 1_000.0);
    return "; "
        + (tenths < 0 ? "-" : "")
        + Math.abs(tenths) / 10
        + "."
        + Math.abs(tenths) % 10
        + " points expected below "
        + reference.option().id
        + ", at "
        + new Picodollars(Math.clamp(shadowPicoPerPpm, 0, Objective.MAX_PICO) * 10_000)
        + " a point";
  }

  private static StringBuilder appendFigures(StringBuilder text, Appraisal first) {
    if (first.cost() == null) {
      text.append(": cost unknown, no price, ");
    } else {
      text.append(": $").append(first.cost().toPlainDollars()).append(" expected, ");
    }
    text.append(first.ttftMs()).append(" ms to first token");
    return first.lastResort() ? text.append("; a last resort, for it has failed lately") : text;
  }

  /** Millionths as a decimal with at least two digits: {@code 0.60}, {@code 0.655}. */
  static String share(int ppm) {
    String digits = Integer.toString(1_000_000 + ppm % 1_000_000).substring(1);
    int length = PPM_DIGITS;
    while (length > 2 && digits.charAt(length - 1) == '0') {
      length--;
    }
    return ppm / 1_000_000 + "." + digits.substring(0, length);
  }
}
