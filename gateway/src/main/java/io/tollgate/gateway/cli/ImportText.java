package io.tollgate.gateway.cli;

import io.tollgate.gateway.prices.Finding;
import io.tollgate.gateway.prices.Finding.Status;
import io.tollgate.gateway.prices.Finding.Taken;
import io.tollgate.gateway.prices.Pin;
import io.tollgate.gateway.prices.PriceImport;
import io.tollgate.gateway.prices.Refusal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What an import came to, for people and for JSON. */
final class ImportText {

  /** How many of a kind are listed unless all are asked for. */
  private static final int LISTED = 20;

  private final PriceImport result;
  private final PrintWriter out;
  private final boolean all;

  ImportText(PriceImport result, PrintWriter out, boolean all) {
    this.result = result;
    this.out = out;
    this.all = all;
  }

  void print() {
    out.println("Dollars per million tokens.");
    section("new", Status.NEW, this::taken);
    section("changed", Status.CHANGED, this::taken);
    section("unchanged", Status.UNCHANGED, finding -> out.println("  " + finding.deployment()));
    section(
        "absent: in force, and in none of these feeds",
        Status.ABSENT,
        finding -> out.println("  " + finding.deployment()));
    section("disagreeing: not written", Status.DISAGREEING, this::notes);
    section("of one feed alone: not written, each needs a pin", Status.NEEDS_PIN, this::alone);
    section(
        "in force on terms that no feed knows, such as a contract: change these by hand",
        Status.BY_HAND,
        this::alone);
    refusals();
    for (Pin pin : result.uselessPins()) {
      out.printf(
          "pin without use: %s states no price of %s that is believed%n",
          pin.source(), pin.deployment());
    }
  }

  private void section(String heading, Status status, Consumer<Finding> printing) {
    list(heading, result.of(status), printing);
  }

  private <T> void list(String heading, List<T> things, Consumer<T> printing) {
    out.printf("%n%s (%d)%n", heading, things.size());
    int shown = all ? things.size() : Math.min(LISTED, things.size());
    things.subList(0, shown).forEach(printing);
    if (shown < things.size()) {
      out.printf("  and %d more: --all lists them%n", things.size() - shown);
    }
  }

  private void taken(Finding finding) {
    Taken taken = finding.taken();
    if (taken == null) {
      return;
    }
    out.printf(
        "  %s  %s, as of %s, confidence %s%n",
        finding.deployment(), taken.source(), taken.asOf(), taken.confidence());
    if (finding.status() == Status.NEW) {
      out.println("    " + PriceText.line(taken.terms()));
    } else {
      finding.changes().forEach(change -> out.println("    " + PriceText.line(change)));
    }
    finding.notes().forEach(note -> out.println("    note: " + note));
  }

  private void notes(Finding finding) {
    out.printf(
        "  %s  %s%n", finding.deployment(), String.join(", ", finding.statements().keySet()));
    finding.notes().forEach(note -> out.println("    " + note));
  }

  private void alone(Finding finding) {
    finding
        .statements()
        .forEach((source, terms) ->
            out.printf("  %s  %s: %s%n", finding.deployment(), source, PriceText.line(terms)));
  }

  private void refusals() {
    Map<String, Long> kinds =
        result.refusals().stream()
            .collect(
                Collectors.groupingBy(
                    refusal -> refusal.kind().key(), TreeMap::new, Collectors.counting()));
    list(
        "not believed " + kinds,
        result.refusals(),
        refusal -> out.printf("  %s: %s%n", refusal.kind().key(), refusal));
  }

  /** The result as a map, for JSON; amounts are texts, exact and without an exponent. */
  static Map<String, Object> map(PriceImport result) {
    Map<String, Object> map = new LinkedHashMap<>();
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Status status : Status.values()) {
      counts.put(status.key(), result.of(status).size());
    }
    map.put("counts", counts);
    map.put("findings", result.findings().stream().map(ImportText::map).toList());
    map.put("not_believed", result.refusals().stream().map(ImportText::map).toList());
    map.put(
        "pins_without_use",
        result.uselessPins().stream().map(pin -> pin.deployment() + "=" + pin.source()).toList());
    return map;
  }

  private static Map<String, Object> map(Finding finding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("deployment", finding.deployment());
    map.put("status", finding.status().key());
    Map<String, Object> statements = new LinkedHashMap<>();
    finding.statements().forEach((source, terms) -> statements.put(source, PriceText.terms(terms)));
    map.put("statements", statements);
    Taken taken = finding.taken();
    if (taken != null) {
      map.put("taken", PriceText.terms(taken.terms()));
      map.put("changes", PriceText.maps(finding.changes()));
      map.put("source", taken.source());
      map.put("as_of", taken.asOf().toString());
      map.put("confidence", taken.confidence().name());
    }
    map.put("notes", new ArrayList<>(finding.notes()));
    return map;
  }

  private static Map<String, Object> map(Refusal refusal) {
    return Map.of(
        "source", refusal.source(),
        "name", refusal.name(),
        "kind", refusal.kind().key(),
        "detail", refusal.detail());
  }
}
