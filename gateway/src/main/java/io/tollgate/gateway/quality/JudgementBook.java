package io.tollgate.gateway.quality;

import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.Ledger;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes judgements to the ledger, where reports count them. Nothing waits for it. */
public final class JudgementBook implements QualityEvents {

  private static final Logger LOG = LoggerFactory.getLogger(JudgementBook.class);

  private static final AppendListener UNHURRIED =
      new AppendListener() {
        @Override
        public void appended(long lastSeq) {}

        @Override
        public void failed(Throwable cause) {
          // The ledger itself says once what ails it.
          LOG.debug("the ledger took no judgement", cause);
        }
      };

  private final Ledger ledger;

  /** The book in a ledger. */
  public JudgementBook(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void judged(Judgement judgement) {
    ledger.append(
        List.of(
            new Entry.Judged(
                judgement.at(),
                judgement.request(),
                judgement.key(),
                judgement.policy(),
                judgement.deployment().id(),
                judgement.served(),
                judgement.source(),
                judgement.scorePpm(),
                judgement.referenceScorePpm(),
                judgement.propensityPpm())),
        UNHURRIED);
  }
}
