package io.tollgate.bench.routing.replay;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What replays came to.
 *
 * @param reference the model that losses are measured against
 * @param requests in a stream
 * @param seeds streams of each kind
 */
public record ReplayReport(
    ReplaySettings settings, String reference, int requests, int seeds, List<Row> rows) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Means over the streams of one kind.
   *
   * @param agreements whether agreement arms were used beside single models
   * @param judging how losses were judged; "blind": not at all
   * @param deviation standard deviation of the loss over streams
   */
  public record Row(
      Trouble trouble, boolean agreements, String judging, ReplayResult mean, double deviation) {}

  public ReplayReport {
    rows = List.copyOf(rows);
  }

  /** The figures of one kind of stream, judged as usual; NaN where it was not replayed. */
  private double figure(Trouble trouble, boolean agreements, boolean cost) {
    return rows.stream()
        .filter(row ->
            row.trouble() == trouble
                && row.agreements() == agreements
                && row.judging().equals("judged"))
        .mapToDouble(row -> cost ? row.mean().cost() : row.mean().loss())
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Mean loss in steady traffic, as a share of one, the first requests included. */
  public double steadyLoss(boolean agreements) {
    return figure(Trouble.STEADY, agreements, false);
  }

  /** The same where the categories change at once. */
  public double driftLoss(boolean agreements) {
    return figure(Trouble.ABRUPT_DRIFT, agreements, false);
  }

  /** The same where the two main cheap models get worse in the middle. */
  public double regressionLoss(boolean agreements) {
    return figure(Trouble.REGRESSION, agreements, false);
  }

  /** Cost of answers in steady traffic relative to the reference alone, without measurement. */
  public double steadyCost(boolean agreements) {
    return figure(Trouble.STEADY, agreements, true);
  }

  /** A table with a sentence on how it was made. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
            Loss in points against %s for a budget of %.1f points, mean over %d streams of %,d \
            requests (each question once, seeds from %d on), from the first request on. Questions \
            are predicted by fits that have not seen them, which also say what the losses of \
            choices are predicted too low by. Cost is relative to the reference answering alone; \
            measurement is on top: %.0f %% of what takes the reference's place is judged, more \
            under suspicion, each for a reference's answer and %.0f %% of its cost for the judge. \
            The judge is the recorded score, known %d requests later. Worst: of 1,000 requests. \
            Found: requests from the regression to the first quarantine.

            """,
            reference,
            settings.lossPpm() / 1e4,
            seeds,
            requests,
            101,
            settings.judgedSharePpm() / 1e4,
            settings.judgeCostPpm() / 1e4,
            settings.delay()));
    text.append(
        """
        | stream | candidates | judging | loss | ± | 2nd half | worst | cost | measurement | judged | frozen | found | false |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|
        """);
    for (Row row : rows) {
      text.append(line(row));
    }
    text.append('\n');
    for (Trouble trouble : Trouble.values()) {
      text.append("- ").append(trouble.title()).append(": ").append(trouble.meaning());
      text.append(".\n");
    }
    return text.toString();
  }

  private static String line(Row row) {
    ReplayResult mean = row.mean();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %.2f | %.2f | %.2f | %.1f | %.3f | %.3f | %.1f %% | %.1f %% | %s | %.2f"
            + " |%n",
        row.trouble().title(),
        row.agreements() ? "models and agreements" : "models",
        row.judging(),
        100 * mean.loss(),
        100 * row.deviation(),
        100 * mean.secondHalfLoss(),
        100 * mean.worstWindowLoss(),
        mean.cost(),
        mean.measurement(),
        100 * mean.judgedShare(),
        100 * mean.frozenShare(),
        Double.isNaN(mean.quarantineDelay())
            ? "–"
            : String.format(Locale.ROOT, "%.0f", mean.quarantineDelay()),
        mean.falseQuarantines());
  }

  /** All figures for programs; what did not happen is null. */
  public ObjectNode json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("reference", reference);
    root.put("budget", settings.lossPpm() / 1e6);
    root.put("requests", requests);
    root.put("seeds", seeds);
    var list = root.putArray("streams");
    for (Row row : rows) {
      ReplayResult mean = row.mean();
      ObjectNode node = list.addObject();
      node.put("stream", row.trouble().title());
      node.put("agreements", row.agreements());
      node.put("judging", row.judging());
      node.put("loss", mean.loss());
      node.put("loss_deviation", row.deviation());
      node.put("second_half_loss", mean.secondHalfLoss());
      node.put("worst_window_loss", mean.worstWindowLoss());
      node.put("cost", mean.cost());
      node.put("measurement_cost", mean.measurement());
      node.put("judged_share", mean.judgedShare());
      node.put("frozen_share", mean.frozenShare());
      if (Double.isNaN(mean.quarantineDelay())) {
        node.putNull("quarantine_delay");
      } else {
        node.put("quarantine_delay", mean.quarantineDelay());
      }
      node.put("false_quarantines", mean.falseQuarantines());
    }
    return root;
  }
}
