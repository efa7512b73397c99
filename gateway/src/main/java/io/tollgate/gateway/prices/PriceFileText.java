package io.tollgate.gateway.prices;

import io.tollgate.gateway.prices.Finding.Taken;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.price.PriceVersion;
import io.tollgate.policies.price.Provenance;
import io.tollgate.policies.price.Span;
import io.tollgate.policies.yaml.Parsed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes price files. A deployment is written with all its former prices, because a file replaces
 * the prices of a deployment as a whole; what was written is read again and compared.
 */
public final class PriceFileText {

  private static final JsonMapper QUOTING = JsonMapper.builder().build();

  private final StringBuilder text = new StringBuilder("prices:\n");
  private final Instant validFrom;
  private final Instant knownFrom;

  private PriceFileText(Instant validFrom, Instant knownFrom) {
    this.validFrom = validFrom;
    this.knownFrom = knownFrom;
  }

  /**
   * The text of a file with the new prices of an import beside the former ones of the deployments.
   *
   * @param findings those with a price to take; others are passed over
   * @param fileName for messages
   * @throws IllegalArgumentException with a sentence, if a new price contradicts a former one
   */
  public static String of(List<Finding> findings, PriceImport.Question question, String fileName) {
    PriceFileText file = new PriceFileText(question.validFrom(), question.knownFrom());
    List<Finding> written = findings.stream().filter(one -> one.taken() != null).toList();
    for (Finding finding : written) {
      file.deployment(finding, question.book().versions(finding.deployment()));
    }
    String text = written.isEmpty() ? "prices: {}\n" : file.text.toString();
    PriceBook read =
        switch (PriceFile.parse(fileName, text)) {
          case Parsed.Ok<PriceBook> ok -> ok.value();
          case Parsed.Failed<PriceBook> failed ->
              throw new IllegalArgumentException(
                  "nothing was written, for it would be wrong: " + failed.problems());
        };
    for (Finding finding : written) {
      file.compare(finding, question.book(), read);
    }
    return text;
  }

  /**
   * Whether prices can be written as they are. A contract and other terms that no feed knows
   * cannot: such a deployment is left to a person.
   */
  static boolean isWritable(String deployment, List<PriceVersion> versions) {
    PriceFileText file = new PriceFileText(Instant.MIN, Instant.MIN);
    try {
      file.head(deployment, versions);
    } catch (ArithmeticException e) {
      return false; // a multiplier that is no decimal
    }
    return PriceFile.parse(deployment, file.text.toString()) instanceof Parsed.Ok<PriceBook> ok
        && ok.value().versions(deployment).equals(versions);
  }

  private void compare(Finding finding, PriceBook before, PriceBook after) {
    String deployment = finding.deployment();
    List<PriceVersion> added = new ArrayList<>(after.versions(deployment));
    boolean kept = before.versions(deployment).stream().allMatch(added::remove);
    Taken taken = Objects.requireNonNull(finding.taken());
    if (!kept
        || added.size() != 1
        || !Terms.of(added.getFirst()).equals(taken.terms())
        || !added.getFirst().valid().equals(valid(finding))
        || !added.getFirst().known().equals(Span.since(knownFrom))) {
      throw new IllegalStateException(deployment + ": written otherwise than it was taken");
    }
  }

  /** A price that is planned to end keeps its end: feeds know only what holds today. */
  private Span valid(Finding finding) {
    PriceVersion inForce = finding.inForce();
    return new Span(validFrom, inForce == null ? Instant.MAX : inForce.valid().to());
  }

  private void deployment(Finding finding, List<PriceVersion> former) {
    head(finding.deployment(), former);
    Taken taken = Objects.requireNonNull(finding.taken());
    version(
        valid(finding),
        Span.since(knownFrom),
        taken.terms(),
        new Provenance(taken.source(), taken.asOf(), taken.confidence()));
  }

  /** A deployment with its former prices, the earliest known first. */
  private void head(String deployment, List<PriceVersion> former) {
    text.append("\n  ").append(quoted(deployment)).append(":\n");
    for (PriceVersion version : former.reversed()) {
      version(version.valid(), version.known(), Terms.verbatim(version), version.provenance());
    }
  }

  private void version(Span valid, Span known, Terms terms, Provenance provenance) {
    List<String> lines = new ArrayList<>();
    span(lines, "valid", valid);
    span(lines, "known", known);
    for (FeedMeter meter : FeedMeter.values()) {
      String value = terms.text(Term.of(meter));
      if (value != null) {
        lines.add(meter.key() + ": " + value);
      }
    }
    if (!terms.tiers().isEmpty()) {
      lines.add("tiers:");
      terms.tiers().forEach(above -> lines.add("  - " + tier(above, terms)));
    }
    List<String> bands = new ArrayList<>();
    List<String> services = new ArrayList<>();
    List<String> regions = new ArrayList<>();
    terms
        .millionths()
        .forEach((term, value) -> {
          switch (term) {
            case Term.Band(int from, int to) ->
                bands.add(
                    "{from: \"%s\", to: \"%s\", multiplier: %s}"
                        .formatted(Term.Band.clock(from), Term.Band.clock(to), Terms.plain(value)));
            case Term.Service(String tier) ->
                services.add(quoted(tier) + ": " + Terms.plain(value));
            case Term.Region(String region) ->
                regions.add(quoted(region) + ": " + Terms.plain(value));
            case Term.Fee(FeeKind kind) -> lines.add(kind.key() + ": " + Terms.plain(value));
            case Term.Price ignored -> {}
          }
        });
    if (!bands.isEmpty()) {
      lines.add("bands: [" + String.join(", ", bands) + "]");
    }
    if (!services.isEmpty()) {
      lines.add("service_tiers: {" + String.join(", ", services) + "}");
    }
    if (!regions.isEmpty()) {
      lines.add("regions: {" + String.join(", ", regions) + "}");
    }
    lines.add("source: " + quoted(provenance.source()));
    lines.add("as_of: " + provenance.asOf());
    lines.add("confidence: " + provenance.confidence());
    String indent = "    - ";
    for (String line : lines) {
      text.append(indent).append(line).append('\n');
      indent = "      ";
    }
  }

  private static String tier(long above, Terms terms) {
    List<String> parts = new ArrayList<>();
    parts.add("above_input: " + above);
    for (FeedMeter meter : FeedMeter.values()) {
      String value = terms.text(new Term.Price(above, meter));
      if (value != null) {
        parts.add(meter.key() + ": " + value);
      }
    }
    return "{" + String.join(", ", parts) + "}";
  }

  private static void span(List<String> lines, String name, Span span) {
    if (!span.from().equals(Instant.MIN)) {
      lines.add(name + "_from: " + quoted(span.from().toString()));
    }
    if (!span.to().equals(Instant.MAX)) {
      lines.add(name + "_to: " + quoted(span.to().toString()));
    }
  }

  /** A JSON string is a YAML one, whatever is in it. */
  private static String quoted(String value) {
    return QUOTING.writeValueAsString(value);
  }
}
