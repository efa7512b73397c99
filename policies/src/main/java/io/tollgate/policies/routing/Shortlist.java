package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Terms made ready for deciding: the candidates as arrays of options, those that answer and those
 * that make embeddings apart, since no request can go to either.
 */
final class Shortlist {

  final Terms terms;
  private final Option[] answering;
  private final Option[] embedding;
  private final long embeddingModels;

  private Shortlist(Terms terms, List<Option> options) {
    this.terms = terms;
    this.answering = options.stream().filter(option -> !option.embeds).toArray(Option[]::new);
    this.embedding = options.stream().filter(option -> option.embeds).toArray(Option[]::new);
    this.embeddingModels =
        Arrays.stream(embedding).map(option -> option.deployment.model().id()).distinct().count();
  }

  /** The options for one kind of request. */
  Option[] options(boolean embeddings) {
    return embeddings ? embedding : answering;
  }

  /**
   * Whether embeddings made by these options cannot all be compared with each other, because they
   * are of several models.
   */
  boolean mixesEmbeddings() {
    return embeddingModels > 1;
  }

  /**
   * The shortlist of the candidates of some terms.
   *
   * @param known options by deployment, so that shortlists share them
   */
  static Shortlist of(Terms terms, Map<Deployment, Option> known) {
    List<Option> options = new ArrayList<>(terms.candidates().size());
    for (Deployment candidate : terms.candidates()) {
      options.add(known.computeIfAbsent(candidate, Option::new));
    }
    return new Shortlist(terms, options);
  }
}
