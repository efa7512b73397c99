package io.tollgate.gateway;

import io.tollgate.gateway.config.LiveConfiguration;
import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.BookEntry;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.policies.price.PriceBook;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the ledger which prices are in force: at the start and whenever they change, so that the
 * journal says from when on which book was gone by. Requests do not wait for it.
 */
final class PriceAnnouncements {

  private static final Logger LOG = LoggerFactory.getLogger(PriceAnnouncements.class);

  private final LiveConfiguration live;
  private final Ledger ledger;
  private final InstantSource clock;
  private String announced = "";

  PriceAnnouncements(LiveConfiguration live, Ledger ledger, InstantSource clock) {
    this.live = live;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Announces the prices that are in force, where they are others than were announced last. */
  synchronized void announce() {
    PriceBook prices = live.current().routing().prices();
    if (prices.contentHash().equals(announced)) {
      return;
    }
    announced = prices.contentHash();
    String files =
        live.current().config().priceFiles().stream()
            .map(Path::getFileName)
            .map(String::valueOf)
            .collect(Collectors.joining(" "));
    ledger.append(
        List.of(
            new BookEntry.PricesPublished(
                clock.instant(),
                prices.contentHash(),
                prices.deployments().size(),
                files.isEmpty() ? null : files)),
        new AppendListener() {
          @Override
          public void appended(long lastSeq) {
            LOG.debug("prices {} are announced in record {}", prices.contentHash(), lastSeq);
          }

          @Override
          public void failed(Throwable cause) {
            LOG.warn("the ledger did not take which prices are in force: {}", cause.getMessage());
          }
        });
  }
}
