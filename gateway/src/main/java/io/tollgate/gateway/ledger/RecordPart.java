package io.tollgate.gateway.ledger;

import io.tollgate.gateway.ledger.Entry.Outcome;
import io.tollgate.policies.price.Conversion;
import io.tollgate.policies.price.Funding;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some fields of a record that stand side by side and say the same in most records, such as who
 * asks for what.
 *
 * <p>Equal parts are written in equal bytes. Their hashes are of what most tells them apart, for
 * they are made for every record.
 */
sealed interface RecordPart {

  /** Writes its fields. */
  void writeTo(RecordWriter out);

  /** Who asks for what, and what decided it. */
  record Asked(String key, String policy, String rule, String model, boolean stream)
      implements RecordPart {

    static Asked of(Entry.Reserve reserve) {
      return new Asked(
          reserve.key(),
          reserve.policy(),
          reserve.rule(),
          reserve.requestedModel(),
          reserve.stream());
    }

    @Override
    public void writeTo(RecordWriter out) {
      out.text("key", key);
      out.text("policy", policy);
      out.text("rule", rule);
      out.text("requested_model", model);
      out.flag("stream", stream);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * key.hashCode() + rule.hashCode()) + model.hashCode();
    }
  }

  /** Whom a request is charged to. */
  record Charged(List<String> accounts) implements RecordPart {

    @Override
    public void writeTo(RecordWriter out) {
      out.text("accounts", AccountNames.join(accounts));
    }

    @Override
    public int hashCode() {
      return accounts.hashCode();
    }
  }

  /** Where an attempt goes. */
  record Sent(int attempt, String deployment, String modelClass) implements RecordPart {

    static Sent of(Entry.Dispatch dispatch) {
      return new Sent(dispatch.attempt(), dispatch.deployment(), dispatch.modelClass());
    }

    @Override
    public void writeTo(RecordWriter out) {
      out.number("attempt", attempt);
      out.text("deployment", deployment);
      out.text("class", modelClass);
    }

    @Override
    public int hashCode() {
      return 31 * deployment.hashCode() + attempt;
    }
  }

  /** How an attempt ended, and what served it. */
  record Served(
      int attempt,
      boolean last,
      Outcome outcome,
      int status,
      @Nullable String model,
      @Nullable String tier,
      @Nullable String region)
      implements RecordPart {

    static Served of(Entry.Settle settle) {
      Service service = settle.service();
      return new Served(
          settle.attempt(),
          settle.last(),
          settle.outcome(),
          service.status(),
          service.model(),
          service.tier(),
          service.region());
    }

    @Override
    public void writeTo(RecordWriter out) {
      out.number("attempt", attempt);
      out.flag("last", last);
      out.text("outcome", outcome.name());
      out.number("status", status);
      out.text("served_model", model);
      out.textIfAny("tier", tier);
      out.textIfAny("region", region);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * Objects.hashCode(model) + status) + attempt;
    }
  }

  /** The price of a bill, and who pays it. */
  record Priced(String priceVersion, Conversion conversion, Funding funding) implements RecordPart {

    static Priced of(Bill bill) {
      return new Priced(bill.priceVersion(), bill.conversion(), bill.funding());
    }

    @Override
    public void writeTo(RecordWriter out) {
      out.text("price_version", priceVersion);
      if (!conversion.equals(Conversion.USD)) {
        out.text("currency", conversion.currency());
        out.number("usd_times", conversion.usdPerUnit().numerator());
        out.number("usd_over", conversion.usdPerUnit().denominator());
      }
      if (!funding.equals(Funding.INVOICE)) {
        out.text("paid_from", funding.toString());
      }
    }

    @Override
    public int hashCode() {
      return priceVersion.hashCode();
    }
  }
}
