package io.tollgate.gateway.focus;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file beside an export that says what is in it and which part of the ledger it is: {@code
 * NAME.manifest.json}. Amounts are texts, since many readers of JSON would round them.
 */
final class Manifest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Manifest() {}

  /** Where the manifest of an export is. */
  static Path of(Path target) {
    return target.resolveSibling(target.getFileName() + ".manifest.json");
  }

  /** Writes it under its temporary name. */
  static void write(
      Path partial,
      ExportOptions options,
      Tally tally,
      List<InvoiceTotal> invoices,
      List<WrittenFile> files)
      throws IOException {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("focusVersion", options.version().number());
    manifest.put("created", options.created().toString());
    manifest.put("billingCurrency", options.billingCurrency());
    ObjectNode ledger = manifest.putObject("ledger");
    ledger.put("from", options.from().toString());
    ledger.put("to", options.to().toString());
    if (options.nodeHashes().isEmpty()) {
      ledger.put("firstSeq", tally.range().firstSeq());
      ledger.put("lastSeq", tally.range().lastSeq());
    }
    ledger.put("rootHash", options.rootHash());
    if (!options.nodeHashes().isEmpty()) {
      ArrayNode nodes = ledger.putArray("nodes");
      options
          .nodeHashes()
          .forEach((node, hash) -> {
            Tally.Range range = tally.ranges().getOrDefault(node, Tally.Range.NONE);
            ObjectNode entry = nodes.addObject();
            entry.put("node", node);
            entry.put("firstSeq", range.firstSeq());
            entry.put("lastSeq", range.lastSeq());
            entry.put("hash", hash);
          });
    }
    manifest.put("unpricedRows", tally.unpricedRows());
    manifest.put("unexplainedRows", tally.unexplainedRows());
    ObjectNode totals = manifest.putObject("totals");
    for (Map.Entry<String, BigDecimal> total : tally.totals().entrySet()) {
      totals.put(total.getKey(), total.getValue().toPlainString());
    }
    if (!invoices.isEmpty()) {
      ArrayNode invoiced = manifest.putArray("invoices");
      for (InvoiceTotal invoice : invoices) {
        ObjectNode entry = invoiced.addObject();
        entry.put("invoiceIssuerName", invoice.issuer());
        entry.put("invoiceId", invoice.invoiceId());
        entry.put("rows", invoice.rows());
        entry.put("billedCost", invoice.amount().toPlainString());
      }
    }
    ArrayNode written = manifest.putArray("files");
    for (WrittenFile file : files) {
      ObjectNode entry = written.addObject();
      entry.put("name", String.valueOf(file.target().getFileName()));
      entry.put("dataset", file.dataset());
      entry.put("rows", file.rows());
      entry.put("bytes", Files.size(file.partial()));
      entry.put("sha256", file.sha256());
      entry.set("schema", file.schema());
    }
    Files.writeString(partial, JSON.writeValueAsString(manifest) + "\n");
  }
}
