package io.tollgate.gateway.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.gateway.prices.Finding.Status;
import io.tollgate.policies.builtin.BuiltIn;
import io.tollgate.policies.price.PriceBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The feeds as they were published in the summer of 2026, where they lie beside the project. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PublicFeedsTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("tollgate.root", ".."), "../shared/data/prices/feeds");

  private static final Set<String> FIRST_PARTIES =
      Set.of(
          "openai",
          "anthropic",
          "google",
          "mistral",
          "xai",
          "deepseek",
          "alibaba",
          "moonshotai",
          "zai",
          "minimax",
          "cohere",
          "perplexity");

  private final List<Feed> read = new ArrayList<>();

  private List<Feed> feeds() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "skipped: no published feeds at " + FOLDER.normalize());
    if (!read.isEmpty()) {
      return read;
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        read.add(
            Feeds.read(
                Files.readAllBytes(file),
                null,
                Feeds.day(String.valueOf(file.getFileName())).orElseThrow()));
      }
    }
    return read;
  }

  @Test
  void each_is_read_and_nearly_all_of_it_believed() throws IOException {
    for (Feed feed : feeds()) {
      System.out.printf(
          "%s of %s: %d prices, %d statements not believed%n",
          feed.source(), feed.asOf(), feed.prices().size(), feed.refusals().size());
      assertThat(feed.prices()).as(feed.source()).hasSizeGreaterThan(250);
      assertThat(feed.refusals()).as(feed.source()).hasSizeLessThan(feed.prices().size() / 4);
    }
  }

  @Test
  void about_one_in_six_models_of_first_parties_is_contradicted() throws IOException {
    Instant day = Instant.parse("2026-08-21T12:00:00Z");
    PriceImport result =
        PriceImport.of(
            feeds(),
            new PriceImport.Question(
                PriceBook.EMPTY,
                List.of(),
                day,
                day,
                deployment ->
                    FIRST_PARTIES.contains(deployment.substring(0, deployment.indexOf('/')))));
    long several = result.findings().stream().filter(one -> one.statements().size() > 1).count();
    long contradicted = result.of(Status.DISAGREEING).size();
    System.out.printf(
        "%d models of first parties in two feeds or more, %d of them contradicted%n",
        several, contradicted);
    // Measured by others with a fourth feed and aliases: 349 models, 15 % contradicted.
    assertThat(several).isBetween(200L, 400L);
    assertThat(100 * contradicted / several).isBetween(10L, 22L);
  }

  @Test
  void what_would_be_written_is_read_again_and_the_known_errors_are_not_in_it() throws IOException {
    Instant now = Instant.parse("2026-11-30T12:00:00Z");
    PriceImport.Question question =
        new PriceImport.Question(BuiltIn.prices(), List.of(), now, now, deployment -> true);
    PriceImport result = PriceImport.of(feeds(), question);
    PriceBook written =
        SmallFeeds.book(PriceFileText.of(result.findings(), question, "prices.yaml"));
    long taken = result.findings().stream().filter(one -> one.taken() != null).count();
    System.out.printf("%d deployments would be written%n", taken);
    assertThat(written.deployments()).hasSize((int) taken).hasSizeGreaterThan(500);
    // A rise that was announced for September and cancelled, and a price older than ours.
    assertThat(written.deployments())
        .doesNotContain("anthropic/claude-sonnet-5", "deepseek/deepseek-v4-pro");
    assertThat(written.deployments()).noneMatch(name -> name.endsWith("-latest"));
    assertThat(result.refusals())
        .extracting(refusal -> refusal.name() + " " + refusal.kind().key())
        .contains(
            "claude-3-haiku-20240307 implausible",
            "claude-3-opus-20240229 implausible",
            "databricks/databricks-claude-opus-4 noise",
            "wandb/openai/gpt-oss-120b absurd");
  }
}
